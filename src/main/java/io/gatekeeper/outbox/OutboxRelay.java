package io.gatekeeper.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Hands the outbox over to Kafka: reads in order, sends, and deletes what was acknowledged and nothing else.
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

    /** Rows, each of up to a page. */
    private static final int BATCH = 256;
    /** Bounds what is held in memory. */
    private static final int MOST_IN_FLIGHT = 4;
    /** How many batches a round has at most. */
    private static final int ROUND = 16;

    /** How long appends of other replicas may wait; our own wake the relay at once. */
    private static final Duration POLL = Duration.ofMillis(100);
    /** The same while there was something lately: where one comes others follow. */
    private static final Duration POLL_WHILE_BUSY = Duration.ofMillis(10);

    private static final Duration BUSY = Duration.ofSeconds(1);

    /**
     * Between the beginnings of two rounds that do not fill a batch: while much is going on what comes meanwhile goes together,
     * and what comes alone waits for nothing.
     */
    private static final Duration PACE = Duration.ofMillis(4);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final Map<String, Object> kafka;
    private final Semaphore woken = new Semaphore(0);
    private final boolean ours;
    private volatile boolean running;
    private volatile boolean relaying;
    private Thread thread;

    /** @param ours whether relaying is a role of this replica */
    OutboxRelay(
            AgroalDataSource database,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "gatekeeper.roles.relay") boolean ours) {
        this.database = database;
        this.kafka = kafka;
        this.ours = ours;
    }

    /** On every replica, so that none of them relaying is seen: what nobody shows has no sum. */
    void start(@Observes StartupEvent event, MeterRegistry meters) {
        Gauge.builder("gatekeeper.outbox.relaying", this, relay -> relay.relaying ? 1 : 0)
                .description("1 while this replica relays the outbox")
                .register(meters);
        if (!ours) {
            return;
        }
        running = true;
        thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!ours) {
            return;
        }
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
            try (Connection connection = database.getConnection()) {
                if (lock(connection)) {
                    try {
                        relaying = true;
                        LOG.info("this replica relays the outbox");
                        relay(connection);
                    } finally {
                        relaying = false;
                        unlock(connection);
                    }
                } else {
                    pause(PAUSE_AFTER_FAILURE);
                }
            } catch (SQLException | KafkaException e) {
                if (!running) {
                    // Asked to stop while it was about to get a connection: no news.
                    return;
                }
                LOG.warnf("the outbox waits: %s", e.getMessage());
                pause(PAUSE_AFTER_FAILURE);
            } catch (InterruptedException e) {
                // Asked to stop: whatever is not acknowledged stays in the outbox.
                return;
            } catch (RuntimeException | Error e) {
                // A thread that ended would leave the outbox to the other replicas, and to nobody where there are none.
                LOG.error("the outbox relay failed and starts anew", e);
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void relay(Connection connection) throws SQLException, InterruptedException {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(settings());
        ExecutorService sender = Executors.newSingleThreadExecutor(work -> new Thread(work, "outbox-sender"));
        try (OutboxRows outbox = new OutboxRows(connection, BATCH);
                Floor floor = new Floor(connection)) {
            long busyUntil = System.nanoTime();
            while (running) {
                long began = System.nanoTime();
                int rows = round(outbox, floor, producer, sender);
                if (rows > 0) {
                    busyUntil = began + BUSY.toNanos();
                }
                Duration poll = busyUntil - began > 0 ? POLL_WHILE_BUSY : POLL;
                if (rows == 0 && woken.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
                if (rows < BATCH) {
                    TimeUnit.NANOSECONDS.sleep(PACE.toNanos() - (System.nanoTime() - began));
                }
            }
        } finally {
            // What is still on its way stands in the outbox and is sent again; waiting for it could take for ever.
            producer.close(Duration.ZERO);
            sender.shutdownNow();
        }
    }

    /**
     * Sends what there is, batch after batch, without waiting for the acknowledgements of one before the next is read;
     * ends with everything acknowledged and deleted. Few rows are one batch, and what is appended meanwhile is the next.
     * Full batches are sent on a thread of their own, one after the other, while this one reads the next and deletes.
     *
     * <p>A round begins at the floor and has an end, because the order of positions is not the order of commits: a row
     * may become visible behind what was sent already. It is of another key than all of those, since whoever appends
     * holds its key's lock, and it must not be passed over for long.
     *
     * @return how many rows there were
     */
    private int round(OutboxRows outbox, Floor floor, Producer<byte[], byte[]> producer, Executor sender)
            throws SQLException, InterruptedException {
        long settled = floor.settled();
        Deque<Flight> flights = new ArrayDeque<>();
        long last = floor.position();
        int sent = 0;
        boolean more = true;
        for (int i = 0; i < ROUND && running && more; i++) {
            List<OutboxRows.Row> rows = outbox.after(last);
            more = rows.size() == BATCH;
            if (rows.isEmpty()) {
                break;
            }
            last = rows.get(rows.size() - 1).position();
            sent += rows.size();
            Flight flight = new Flight(rows, producer, flights.peekLast());
            if (more || !flights.isEmpty()) {
                sender.execute(flight);
            } else {
                flight.run();
            }
            flights.add(flight);
            while (flights.size() == MOST_IN_FLIGHT
                    || (!flights.isEmpty() && flights.element().hasLanded())) {
                outbox.delete(flights.remove().land());
            }
        }
        while (!flights.isEmpty()) {
            outbox.delete(flights.remove().land());
        }
        if (settled != Long.MIN_VALUE) {
            floor.rise(more ? Math.min(settled, last) : settled);
        }
        if (sent > 0) {
            floor.leftBehind();
        }
        return sent;
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
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "gatekeeper-outbox-relay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Giving up on one record while its successors get through would break the order of its key. So it never does:
        // while the broker is away the relay stands still, and intake goes on.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }
}
