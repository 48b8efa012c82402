package io.gatekeeper.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.time.Ids;
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

    /** Appends all of them in this order with one statement. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        // What the caller changed goes first, so that a constraint it breaks speaks before anything is appended.
        database.flush();
        int n = events.size();
        String[] eventIds = new String[n];
        String[] topics = new String[n];
        String[] keys = new String[n];
        String[] types = new String[n];
        String[] subjects = new String[n];
        String[] times = new String[n];
        String[] payloads = new String[n];
        String[] requestIds = new String[n];
        for (int i = 0; i < n; i++) {
            Event event = events.get(i);
            eventIds[i] = Ids.next().toString();
            topics[i] = event.topic().topicName();
            keys[i] = event.key();
            types[i] = event.type();
            subjects[i] = event.subject();
            times[i] = event.occurredAt().toString();
            payloads[i] = write(event);
            requestIds[i] = event.requestId();
        }
        // The transaction has its id before it draws a position: the relay's floor rests on that.
        database.createNativeQuery("""
                        WITH me AS MATERIALIZED (SELECT pg_current_xact_id() AS id)
                        INSERT INTO outbox (event_id, topic, key, type, subject, occurred_at, data, request_id)
                        SELECT e.event_id::uuid, e.topic, e.key, e.type, e.subject, e.occurred_at::timestamptz, e.data, e.request_id
                          FROM unnest(:eventIds, :topics, :keys, :types, :subjects, :times, :payloads, :requestIds)
                               WITH ORDINALITY AS e(event_id, topic, key, type, subject, occurred_at, data, request_id, n)
                         WHERE (SELECT id FROM me) IS NOT NULL
                         ORDER BY e.n
                        """)
                .setParameter("eventIds", eventIds)
                .setParameter("topics", topics)
                .setParameter("keys", keys)
                .setParameter("types", types)
                .setParameter("subjects", subjects)
                .setParameter("times", times)
                .setParameter("payloads", payloads)
                .setParameter("requestIds", requestIds)
                .executeUpdate();
        transaction.registerInterposedSynchronization(new WakeRelay());
    }

    private String write(Event event) {
        try {
            return json.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event data of " + event.type() + " cannot be written as JSON", e);
        }
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
