/**
 * The edge between the database and Kafka: what leaves is appended in the caller's transaction and relayed afterwards,
 * what arrives is remembered in the consumer's transaction so that it takes effect once.
 */
package io.gatekeeper.outbox;
