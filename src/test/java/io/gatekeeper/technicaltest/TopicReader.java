package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.EventSchemas;
import io.gatekeeper.testing.Servers;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads one of the gate's topics from its beginning and keeps what it read, by key. */
final class TopicReader implements AutoCloseable {

    private final Consumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> read = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();

    TopicReader(Topic topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Waits for so many events of the key, and returns all there are, in their order. */
    List<ConsumerRecord<String, String>> await(String key, int atLeast) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of(key).size() >= atLeast);
        return of(key);
    }

    List<ConsumerRecord<String, String>> of(String key) {
        consumer.poll(Duration.ofMillis(50)).forEach(read::add);
        return read.stream().filter(record -> key.equals(record.key())).toList();
    }

    JsonNode data(ConsumerRecord<String, String> record) {
        try {
            return json.readTree(record.value());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String type(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
    }

    static List<String> types(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(TopicReader::type).toList();
    }

    List<String> requests(ConsumerRecord<String, String> record) {
        return StreamSupport.stream(data(record).get("releaseRequestIds").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Holds the event against the schema that the repository publishes for its type. */
    static void assertFitsItsSchema(ConsumerRecord<String, String> record) {
        EventSchemas.assertFits(type(record), record.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
