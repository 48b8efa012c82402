package io.gatekeeper.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Where a use case appends its events, in its own transaction: either both the change and its events are there, or
 * neither is.
 *
 * <p>Order per key holds because every use case appends while it holds the lock of the row the key names: the next
 * one draws its {@code position} only after this one has committed.
 */
@ApplicationScoped
public class Outbox {

    private final EntityManager database;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transaction;
    private final OutboxRelay relay;

    Outbox(
            EntityManager database,
            ObjectMapper json,
            TransactionSynchronizationRegistry transaction,
            OutboxRelay relay) {
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
        List<EventSet> sets = EventSet.of(events, json);
        // The transaction has its id before it draws a position: the relay's floor rests on that.
        database.createNativeQuery("""
                        WITH me AS MATERIALIZED (SELECT pg_current_xact_id() AS id)
                        INSERT INTO outbox (size, events)
                        SELECT s.size, s.events
                          FROM unnest(CAST(:sizes AS integer[]), CAST(:sets AS text[])) WITH ORDINALITY AS s(size, events, n)
                         WHERE (SELECT id FROM me) IS NOT NULL
                         ORDER BY s.n
                        """)
                .setParameter("sizes", sets.stream().map(EventSet::size).toArray(Integer[]::new))
                .setParameter("sets", sets.stream().map(EventSet::lines).toArray(String[]::new))
                .executeUpdate();
        transaction.registerInterposedSynchronization(new WakeRelay());
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
