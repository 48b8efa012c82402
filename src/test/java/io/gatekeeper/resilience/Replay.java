package io.gatekeeper.resilience;

import io.gatekeeper.outbox.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a broker may do to its consumers: tell things again, in another order, from the beginning, and nonsense. */
final class Replay {

    private final String bootstrap;
    private final Random random;

    Replay(String bootstrap, Random random) {
        this.bootstrap = bootstrap;
        this.random = random;
    }

    /** How many events were sent again, and how many messages beside them that nobody can read. */
    record Sent(int events, int poison) {}

    /** Every event of the topic so many times more, shuffled, with one message of nonsense in {@code oneIn}. */
    Sent again(Topic topic, int times, int oneIn) throws ExecutionException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> sending = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> told : all(topic)) {
            for (int i = 0; i < times; i++) {
                sending.add(new ProducerRecord<>(topic.topicName(), null, told.key(), told.value(), told.headers()));
            }
        }
        int events = sending.size();
        int poison = events / oneIn;
        for (int i = 0; i < poison; i++) {
            sending.add(new ProducerRecord<>(
                    topic.topicName(),
                    utf8("poison-" + i),
                    utf8("{\"no\": [event".substring(0, 1 + random.nextInt(13)))));
        }
        Collections.shuffle(sending, random);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> each : sending) {
                producer.send(each);
                if (random.nextInt(50) == 0) {
                    // Late, too: what comes is never one poll.
                    Thread.sleep(1 + random.nextInt(20));
                }
            }
        }
        return new Sent(events, poison);
    }

    private List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    long count(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Has a group without members begin at offset zero; how many events it has before it. */
    long rewind(String group, Topic topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> zero = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            partitions(consumer, topic).forEach(partition -> zero.put(partition, new OffsetAndMetadata(0)));
            admin.alterConsumerGroupOffsets(group, zero).all().get();
        }
        return count(topic);
    }

    /** Waits until the groups have committed all there is. */
    void awaitCaughtUp(List<String> groups, Duration bound) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (String group : groups) {
                Aftermath.seconds(group + " has caught up", bound, () -> lag(admin, consumer, group) == 0);
            }
        }
    }

    private static long lag(Admin admin, KafkaConsumer<byte[], byte[]> consumer, String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, Long> ends = consumer.endOffsets(committed.keySet());
            return ends.entrySet().stream()
                    .mapToLong(
                            end -> end.getValue() - committed.get(end.getKey()).offset())
                    .sum();
        } catch (ExecutionException e) {
            return Long.MAX_VALUE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Long.MAX_VALUE;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(topic.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
