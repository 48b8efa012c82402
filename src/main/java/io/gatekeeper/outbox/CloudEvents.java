package io.gatekeeper.outbox;

/**
 * What all events of the gate have in common on the wire: CloudEvents 1.0, Kafka protocol binding, binary mode.
 *
 * <p>The extension {@code requestid} carries the id of the HTTP request or event that caused this one, {@code traceparent}
 * (the extension "distributed tracing") its span.
 */
final class CloudEvents {

    static final String SOURCE = "urn:gatekeeper";
    static final String SCHEMA_PREFIX = "urn:gatekeeper:schema:";

    private CloudEvents() {}
}
