package io.gatekeeper.outbox;

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
 */
public record Event(Topic topic, String key, String type, String subject, Instant occurredAt, Object data) {}
