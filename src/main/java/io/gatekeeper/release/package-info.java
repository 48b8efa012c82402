/** The release request: its life, its use cases, its edges to REST and Kafka; the only package that changes one. */
package io.gatekeeper.release;
