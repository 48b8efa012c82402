package io.gatekeeper.outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Hands the outbox over to Kafka: reads in order, sends, waits for every acknowledgement, only then deletes.
 *
 * <p>One replica at a time: it holds an advisory lock on the very connection it reads and deletes with, so whoever loses
 * the connection can delete nothing more, and another takes over. A hand-over may send a row twice, never in another
 * order: both send the same rows in the same order, so the first arrivals are in order, and consumers drop the second.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** The name of the lock, not a secret: any number that nothing else in this database uses. */
    private static final long RELAY_LOCK = 0x6761_7465_0001L;

    private static final int BATCH = 1_000;
    /** How long appends of other replicas may wait; our own wake the relay at once. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final Map<String, Object> kafka;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean running;
    private Thread thread;

    OutboxRelay(AgroalDataSource database, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.database = database;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    /** Says that something was appended; returns at once. */
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run() {
        while (running) {
            try (Producer<String, String> producer = new KafkaProducer<>(settings());
                    Connection connection = database.getConnection()) {
                if (lock(connection)) {
                    try {
                        LOG.info("this replica relays the outbox");
                        relay(connection, producer);
                    } finally {
                        unlock(connection);
                    }
                } else {
                    pause(PAUSE_AFTER_FAILURE);
                }
            } catch (SQLException | KafkaException e) {
                LOG.warnf("the outbox waits: %s", e.getMessage());
                pause(PAUSE_AFTER_FAILURE);
            } catch (InterruptedException e) {
                // Asked to stop: whatever is not acknowledged stays in the outbox.
                return;
            } catch (RuntimeException e) {
                LOG.error("the outbox relay failed and starts anew", e);
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void relay(Connection connection, Producer<String, String> producer)
            throws SQLException, InterruptedException {
        while (running) {
            List<Row> rows = oldest(connection);
            if (rows.isEmpty()) {
                if (woken.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
                continue;
            }
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(rows.size());
            for (Row row : rows) {
                acknowledgements.add(producer.send(row.record()));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                try {
                    acknowledgement.get();
                } catch (ExecutionException e) {
                    throw new KafkaException(
                            "the broker did not acknowledge: " + e.getCause().getMessage(), e);
                }
            }
            delete(connection, rows);
        }
    }

    private List<Row> oldest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, event_id, topic, key, type, subject, occurred_at, data, request_id"
                        + " FROM outbox ORDER BY position LIMIT " + BATCH)) {
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows.add(Row.of(result));
                }
            }
            return rows;
        }
    }

    private void delete(Connection connection, List<Row> rows) throws SQLException {
        Long[] positions = rows.stream().map(Row::position).toArray(Long[]::new);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE position = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", positions));
            delete.executeUpdate();
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(" + RELAY_LOCK + ")");
    }

    private static void unlock(Connection connection) {
        try {
            ask(connection, "SELECT pg_advisory_unlock(" + RELAY_LOCK + ")");
        } catch (SQLException e) {
            LOG.debugf("the lock went with its connection: %s", e.getMessage());
        }
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question);
                ResultSet answer = statement.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "gatekeeper-outbox-relay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Giving up on one record while its successors get through would break the order of its key. So it never does:
        // while the broker is away the relay stands still, and intake goes on.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }

    private record Row(long position, ProducerRecord<String, String> record) {

        static Row of(ResultSet result) throws SQLException {
            String type = result.getString("type");
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(result.getString("topic"), result.getString("key"), result.getString("data"));
            header(record, "content-type", "application/json");
            header(record, "ce_specversion", "1.0");
            header(record, "ce_id", result.getString("event_id"));
            header(record, "ce_source", CloudEvents.SOURCE);
            header(record, "ce_type", type);
            header(record, "ce_subject", result.getString("subject"));
            header(
                    record,
                    "ce_time",
                    result.getObject("occurred_at", java.time.OffsetDateTime.class)
                            .toInstant()
                            .toString());
            header(record, "ce_dataschema", CloudEvents.SCHEMA_PREFIX + type);
            String requestId = result.getString("request_id");
            if (requestId != null) {
                header(record, "ce_requestid", requestId);
            }
            return new Row(result.getLong("position"), record);
        }

        private static void header(ProducerRecord<String, String> record, String name, String value) {
            record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
