package io.gatekeeper.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** What stands on a topic, read from its beginning as a platform's own consumer would. */
public final class Topics {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Topics() {}

    /** An event as it came over the wire. */
    public record Told(String topic, String key, Map<String, String> headers, JsonNode data) {
        public String type() {
            return headers.get("ce_type");
        }

        public String id() {
            return headers.get("ce_id");
        }
    }

    /** Every event that stands on the topic at this moment and is wanted; order is kept per key. */
    public static List<Told> read(String topic, Predicate<Told> wanted) {
        return read(Servers.kafka().bootstrapServers(), topic, wanted);
    }

    /** The same from another broker than the tests' own. */
    public static List<Told> read(String broker, String topic, Predicate<Told> wanted) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "test-" + UUID.randomUUID());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Told> told = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    Told event = told(record);
                    if (wanted.test(event)) {
                        told.add(event);
                    }
                }
            }
            return told;
        }
    }

    /** Waits until so many wanted events stand on the topic, and answers them. */
    public static List<Told> await(String topic, int atLeast, Predicate<Told> wanted) {
        return Awaitility.await("events on " + topic)
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(topic, wanted), told -> told.size() >= atLeast);
    }

    private static Told told(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        try {
            return new Told(record.topic(), record.key(), headers, JSON.readTree(record.value()));
        } catch (JsonProcessingException e) {
            // Tests put unreadable events on topics on purpose; such a one is told without its data.
            return new Told(record.topic(), record.key(), headers, JSON.nullNode());
        }
    }
}
