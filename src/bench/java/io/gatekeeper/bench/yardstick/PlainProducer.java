package io.gatekeeper.bench.yardstick;

import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.time.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The yardstick for the relay: a producer with acks=all and the same records, with nowhere to read them from. */
public final class PlainProducer implements AutoCloseable {

    private static final String TOPIC = "bench.yardstick";
    private static final int PARTITIONS = 6;

    private final KafkaProducer<String, String> producer;

    public PlainProducer(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                        .all()
                        .get();
            }
        }
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Sends so many and waits for the last acknowledgement. */
    public Measured run(int records, String type, String data) {
        long begun = System.nanoTime();
        for (int i = 0; i < records; i++) {
            String id = Ids.next().toString();
            ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, id, data);
            header(record, "content-type", "application/json");
            header(record, "ce_specversion", "1.0");
            header(record, "ce_id", id);
            header(record, "ce_source", "/gatekeeper");
            header(record, "ce_type", type);
            header(record, "ce_subject", id);
            header(record, "ce_time", "2021-11-24T02:00:00.000000Z");
            header(record, "ce_dataschema", "https://gatekeeper.example/schemas/" + type);
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    throw new IllegalStateException(failure);
                }
            });
        }
        producer.flush();
        return Measured.whole((System.nanoTime() - begun) / 1e9, records, new Latencies());
    }

    private static void header(ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
