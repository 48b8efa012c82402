package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the topic of release requests as the release package does: CloudEvents 1.0, binary mode. */
final class ReleaseRequestTopic {

    private ReleaseRequestTopic() {}

    /** An event on the wire; sending the same one again is a repetition of the same event. */
    record Sent(UUID eventId, String type, String key, String data) {}

    static Sent requested(TestSubject subject, UUID releaseRequestId, String platformId, int sequence, String policy) {
        String data = """
                {"releaseRequestId": "%s", "platformId": "%s", "publisherId": "%s",
                 "app": {"packageName": "%s", "os": "%s", "name": "微信"},
                 "version": {"name": "8.0.16", "code": 2040},
                 "artifact": {"sha256": "%s", "sizeBytes": 123456789},
                 "kind": "VERSION_UPDATE", "requestedAt": "%s", "testTerm": "P7D",
                 "policyVersion": "%s", "decisionSequence": %d}
                """.formatted(
                        releaseRequestId,
                        platformId,
                        subject.publisherId(),
                        subject.packageName(),
                        subject.os(),
                        subject.sha256(),
                        Cases.T0,
                        policy,
                        sequence);
        return new Sent(UUID.randomUUID(), TestRequested.TYPE, subject.sha256(), data);
    }

    static Sent noLongerNeeded(TestSubject subject, UUID releaseRequestId, String platformId) {
        String data = """
                {"releaseRequestId": "%s", "platformId": "%s", "publisherId": "%s", "packageName": "%s", "os": "%s",
                 "sha256": "%s", "cause": "WITHDRAWN", "at": "%s"}
                """.formatted(
                        releaseRequestId,
                        platformId,
                        subject.publisherId(),
                        subject.packageName(),
                        subject.os(),
                        subject.sha256(),
                        Cases.T0);
        return new Sent(UUID.randomUUID(), TestNoLongerNeeded.TYPE, subject.sha256(), data);
    }

    static void send(List<Sent> events) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka().bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            events.forEach(event -> producer.send(record(event)));
            producer.flush();
        }
    }

    private static ProducerRecord<String, String> record(Sent event) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(Topic.RELEASE_REQUESTS.topicName(), event.key(), event.data());
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", event.eventId().toString(),
                        "ce_type", event.type(),
                        "ce_source", "urn:gatekeeper",
                        "ce_subject", event.key(),
                        "ce_time", Instant.EPOCH.toString())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
