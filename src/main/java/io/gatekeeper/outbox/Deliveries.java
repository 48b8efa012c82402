package io.gatekeeper.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.RequestId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Applies what came from Kafka to the database: each event once, in order, committed before its offset is.
 *
 * <p>While the database is away it waits, however long that takes. An event that fails for a reason of its own is tried
 * {@value #TRIES} times and then set aside on the dead-letter topic, with the reason, so that its successors go on.
 */
@ApplicationScoped
public class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    static final int TRIES = 3;
    private static final Duration WAIT = Duration.ofMillis(500);

    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;
    private final Applications applications;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Deliveries(Inbox inbox, DeadLetters deadLetters, ObjectMapper json, Applications applications) {
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.json = json;
        this.applications = applications;
    }

    /** Says who will bring records, so that its first dead letter is seen as one: a counter has to be there before it rises. */
    public void consumedBy(String consumer) {
        deadLetters.of(consumer);
    }

    /** From here on a failure may be the end of something it needs, and says nothing about the event. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Applies the records together: the effect gets all of them that are new, in their order, in one transaction. When
     * that fails it gets them one by one, each in a transaction of its own.
     */
    public void apply(
            String consumer, Iterable<ConsumerRecord<String, String>> records, Consumer<List<Delivery>> effect) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        records.forEach(all::add);
        if (all.size() > 1) {
            try {
                applyOnce(consumer, all, effect);
                return;
            } catch (RuntimeException e) {
                LOG.debugf(e, "%d events of %s are applied one by one", all.size(), consumer);
            }
        }
        all.forEach(record -> applyAlone(consumer, record, effect));
    }

    private void applyAlone(String consumer, ConsumerRecord<String, String> record, Consumer<List<Delivery>> effect) {
        for (int tried = 1; ; ) {
            try {
                applyOnce(consumer, List.of(record), effect);
                waiting.remove(consumer);
                return;
            } catch (RuntimeException e) {
                refuseWhenStopping(e);
                if (PassingFailure.is(e)) {
                    if (waiting.add(consumer)) {
                        LOG.warnf("%s waits for the database: %s", consumer, PassingFailure.reason(e));
                    }
                    pause();
                } else if (e instanceof Unreadable || tried == TRIES) {
                    setAside(consumer, record, e);
                    return;
                } else {
                    tried++;
                }
            }
        }
    }

    /** The consumers that have an event at hand and cannot apply it because the database is away. */
    Set<String> waiting() {
        return Set.copyOf(waiting);
    }

    private void applyOnce(
            String consumer, List<ConsumerRecord<String, String>> records, Consumer<List<Delivery>> effect) {
        // One event delivered twice is one event.
        Map<UUID, Delivery> deliveries = new LinkedHashMap<>();
        try (Applications.Spans spans = applications.begin()) {
            for (ConsumerRecord<String, String> record : records) {
                Delivery delivery = read(record, spans);
                deliveries.putIfAbsent(delivery.id(), delivery);
            }
            QuarkusTransaction.requiringNew().run(() -> {
                deliveries.keySet().retainAll(inbox.first(consumer, deliveries.keySet()));
                if (!deliveries.isEmpty()) {
                    effect.accept(List.copyOf(deliveries.values()));
                }
            });
            spans.succeeded();
        }
    }

    /** Never past it without having set it aside. */
    private void setAside(String consumer, ConsumerRecord<String, String> record, RuntimeException reason) {
        for (boolean told = false; ; told = true) {
            try {
                deadLetters.setAside(consumer, record, reason);
                return;
            } catch (RuntimeException e) {
                refuseWhenStopping(e);
                if (!told) {
                    LOG.errorf("%s cannot set an event aside yet: %s", consumer, PassingFailure.reason(e));
                }
                pause();
            }
        }
    }

    /** The offset stays uncommitted, and whoever comes next takes the event up again. */
    private void refuseWhenStopping(RuntimeException failure) {
        if (stopping) {
            throw new IllegalStateException("stopped while applying an event", failure);
        }
    }

    private Delivery read(ConsumerRecord<String, String> record, Applications.Spans spans) {
        try {
            return new Delivery(
                    UUID.fromString(required(record, "ce_id")),
                    required(record, "ce_type"),
                    required(record, "ce_subject"),
                    Instant.parse(required(record, "ce_time")),
                    RequestId.originOf(
                            Headers.of(record, "ce_requestid").orElse(null),
                            spans.of(
                                    record, Headers.of(record, "ce_traceparent").orElse(null))),
                    record.key(),
                    json.readTree(record.value() == null ? "" : record.value()));
        } catch (JsonProcessingException e) {
            throw new Unreadable("the data is not JSON");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unreadable("the CloudEvents attributes cannot be read: " + e.getMessage());
        }
    }

    private static String required(ConsumerRecord<String, String> record, String name) {
        return Headers.of(record, name).orElseThrow(() -> new Unreadable("the header " + name + " is missing"));
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // The offset stays uncommitted, and whoever comes next takes the event up again.
            throw new IllegalStateException("stopped while waiting for the database", e);
        }
    }

    /** An event that no repetition will make readable, or of a type this version does not know. */
    public static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message);
        }
    }
}
