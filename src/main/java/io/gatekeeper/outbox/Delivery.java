package io.gatekeeper.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * An event that came from Kafka.
 *
 * @param id         the CloudEvents {@code id}
 * @param occurredAt the CloudEvents {@code time}
 * @param requestId  the request id the event carries, with the trace of its application ({@code RequestId#origin()}), or null
 */
public record Delivery(
        UUID id, String type, String subject, Instant occurredAt, String requestId, String key, JsonNode data) {}
