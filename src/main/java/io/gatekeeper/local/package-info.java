/** The default run's own PostgreSQL, Kafka, token issuer and settable clock; absent from the production build. */
package io.gatekeeper.local;
