package io.gatekeeper.outbox;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the broker has of a topic, for those who compare it with what happened. In no consumer group: it takes nothing away. */
@ApplicationScoped
public class ToldEvents {

    private static final long PATIENCE_SECONDS = 30;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Object> kafka;

    ToldEvents(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * Hands over the data of each, as JSON, up to where the topic ends when this begins; those of one key in order.
     *
     * @throws KafkaException when the broker does not answer
     */
    public void forEach(Topic topic, Consumer<byte[]> data) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long heard = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> told : consumer.poll(POLL)) {
                    data.accept(told.value());
                    heard = System.nanoTime();
                }
                if (System.nanoTime() - heard > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new KafkaException("the broker does not hand over " + topic.topicName());
                }
            }
        }
    }

    /** How long the broker keeps an event of the topic; empty for ever. */
    public Optional<Duration> retention(Topic topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        try (Admin admin = Admin.create(kafka)) {
            String millis = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(resource)
                    .get("retention.ms")
                    .value();
            return Optional.of(Duration.ofMillis(Long.parseLong(millis))).filter(kept -> !kept.isNegative());
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the broker does not tell how long it keeps " + topic.topicName(), e);
        }
    }
}
