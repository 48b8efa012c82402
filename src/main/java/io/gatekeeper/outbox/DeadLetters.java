package io.gatekeeper.outbox;

import io.gatekeeper.http.RequestId;
import io.gatekeeper.outbox.Deliveries.Unreadable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** The events that were set aside, each with the reason: told through the outbox like every event, so that none gets lost. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    DeadLetters(Outbox outbox, Clock clock, MeterRegistry meters) {
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** Of one consumer; a counter has to be there before it rises, or its first rise is not seen. */
    Counter of(String consumer) {
        return meters.counter("gatekeeper.dead.letters", "consumer", consumer);
    }

    /** Sets one aside in a transaction of its own; whatever keeps it from that is thrown, and the event is where it was. */
    void setAside(String consumer, ConsumerRecord<String, String> record, RuntimeException reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(new Event(
                        Topic.DEAD_LETTERS,
                        record.key() == null ? "" : record.key(),
                        DeadLetter.TYPE,
                        record.topic() + "/" + record.partition() + "/" + record.offset(),
                        clock.instant(),
                        letter(consumer, record, reason))));
        of(consumer).increment();
        RequestId.following(Headers.of(record, "ce_requestid").orElse(null), () -> log(consumer, record, reason));
    }

    private static DeadLetter letter(String consumer, ConsumerRecord<String, String> record, RuntimeException reason) {
        return new DeadLetter(
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                Headers.of(record, "ce_id").orElse(null),
                Headers.of(record, "ce_type").orElse(null),
                reason instanceof Unreadable
                        ? reason.getMessage()
                        : reason.getClass().getSimpleName(),
                record.value());
    }

    /** Of an event that cannot be read all is said in a sentence; any other failure is ours, and somebody has to find it. */
    private static void log(String consumer, ConsumerRecord<String, String> record, RuntimeException reason) {
        boolean unreadable = reason instanceof Unreadable;
        LOG.errorf(
                unreadable ? null : reason,
                "%s sets aside the event at %s-%d, offset %d%s",
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                unreadable ? ": " + reason.getMessage() : "");
    }
}
