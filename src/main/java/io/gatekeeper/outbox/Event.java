package io.gatekeeper.outbox;

import io.gatekeeper.http.RequestId;
import java.time.Instant;

/**
 * Something that happened, to be told on Kafka as a CloudEvent 1.0.
 *
 * @param topic      where it is told
 * @param key        the Kafka key; events of one key arrive in the order they were appended
 * @param type       the CloudEvents {@code type}, for example {@code gatekeeper.release-decision.made.v1}; the JSON Schema of
 *                   {@code data} is {@code schemas/<type>.json}
 * @param subject    the CloudEvents {@code subject}: the id of what it is about
 * @param occurredAt the CloudEvents {@code time}
 * @param data       the payload, an object that Jackson writes as the schema says
 * @param requestId  the id of the call it goes back to, with its trace ({@link RequestId#origin()}), or null; it travels along
 */
public record Event(
        Topic topic, String key, String type, String subject, Instant occurredAt, Object data, String requestId) {

    /** An event that the call or event under way on this thread causes. */
    public Event(Topic topic, String key, String type, String subject, Instant occurredAt, Object data) {
        this(topic, key, type, subject, occurredAt, data, RequestId.origin());
    }

    /** The same, gone back to another call than the one under way. */
    public Event causedBy(String otherRequestId) {
        return new Event(topic, key, type, subject, occurredAt, data, otherRequestId);
    }
}
