package io.gatekeeper.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/**
 * Where a use case appends its events, in its own transaction: either both the change and its events are there, or
 * neither is.
 *
 * <p>Order per key holds because every use case appends while it holds the lock of the row the key names: the next
 * one draws its {@code position} only after this one has committed.
 */
@ApplicationScoped
public class Outbox {

    /** The transaction has its id before it draws a position: the relay's floor rests on that. */
    private static final String APPEND = """
            WITH me AS MATERIALIZED (SELECT pg_current_xact_id() AS id)
            INSERT INTO outbox (size, events)
            SELECT s.size, s.events
              FROM unnest(?, ?) WITH ORDINALITY AS s(size, events, n)
             WHERE (SELECT id FROM me) IS NOT NULL
             ORDER BY s.n
            """;

    private final Session database;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transaction;
    private final OutboxRelay relay;

    Outbox(Session database, ObjectMapper json, TransactionSynchronizationRegistry transaction, OutboxRelay relay) {
        this.database = database;
        this.json = json;
        this.transaction = transaction;
        this.relay = relay;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void append(Event event) {
        append(List.of(event));
    }

    /** Appends all of them in this order with one statement, as many to a row as fit. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        // What the caller changed goes first, so that a constraint it breaks speaks before anything is appended.
        database.flush();
        Part<Void> appending = appending(events);
        database.doWork(connection -> RoundTrip.make(connection, List.of(appending)));
    }

    /** The same as a part of a round trip of the caller's transaction, after the parts that write what the events tell of. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Part<Void> appending(List<Event> events) {
        List<EventSet> sets = EventSet.of(events, json);
        transaction.registerInterposedSynchronization(new WakeRelay());
        Integer[] sizes = sets.stream().map(EventSet::size).toArray(Integer[]::new);
        return Part.writing(
                APPEND, List.of(new Values("int4", sizes), Values.texts(sets, EventSet::lines)), sets.size());
    }

    private final class WakeRelay implements Synchronization {
        @Override
        public void beforeCompletion() {
            // Nothing to do before the commit: the relay may see the rows only after it.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                relay.wake();
            }
        }
    }
}
