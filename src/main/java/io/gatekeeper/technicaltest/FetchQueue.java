package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** The files that are to be fetched, by the cases that wait for them; leased like {@link ScreeningQueue screenings}. */
@ApplicationScoped
class FetchQueue {

    /** Fired when there is something to fetch, once that is committed. */
    record Asked() {}

    /** @param attempt 1 for the first */
    record Taken(UUID testId, int attempt) {}

    enum State {
        PENDING,
        DONE,
        FAILED
    }

    /**
     * @param dueAt   when it is tried next, or its present attempt is given up; of no meaning once it has ended
     * @param problem why the latest attempt failed, or null
     */
    record Row(State state, int attempts, Instant dueAt, String problem) {}

    private final Session database;
    private final Event<Asked> asked;

    FetchQueue(Session database, Event<Asked> asked) {
        this.database = database;
        this.asked = asked;
    }

    /** Asks for these cases' files; where that was given up, it begins anew, for there is another location now. */
    void ask(List<UUID> testIds, Instant now) {
        if (testIds.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                        INSERT INTO test_fetch (test_id, state, due_at)
                        SELECT id::uuid, 'PENDING', :now FROM unnest(:ids) AS t(id)
                        ON CONFLICT (test_id) DO UPDATE
                           SET state = 'PENDING', attempts = 0, due_at = :now, ended_at = NULL
                         WHERE test_fetch.state = 'FAILED'
                        """)
                .setParameter("ids", column(testIds, id -> id))
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        asked.fire(new Asked());
    }

    /** The longest due that nobody else is at. */
    Optional<Taken> take(Instant now, Instant leasedUntil) {
        return database.createNativeQuery("""
                        UPDATE test_fetch SET attempts = attempts + 1, due_at = :until
                         WHERE test_id = (SELECT test_id FROM test_fetch
                                           WHERE state = 'PENDING' AND due_at <= :now
                                           ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING test_id, attempts
                        """, Tuple.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("until", leasedUntil.atOffset(ZoneOffset.UTC))
                .getResultStream()
                .map(row -> new Taken(
                        row.get(0, UUID.class), row.get(1, Number.class).intValue()))
                .findFirst();
    }

    /** @param problem why it failed, or null */
    void end(UUID testId, State how, String problem, Instant now) {
        database.createNativeMutationQuery("""
                        UPDATE test_fetch SET state = :state, problem = CAST(:problem AS text), ended_at = :now
                         WHERE test_id = :id AND state = 'PENDING'
                        """)
                .setParameter("id", testId)
                .setParameter("state", how.name())
                .setParameter("problem", problem)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    void putOff(UUID testId, String problem, Instant dueAt) {
        database.createNativeMutationQuery("""
                        UPDATE test_fetch SET problem = :problem, due_at = :dueAt WHERE test_id = :id AND state = 'PENDING'
                        """)
                .setParameter("id", testId)
                .setParameter("problem", problem)
                .setParameter("dueAt", dueAt.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** Empty when no location was named. */
    Optional<Row> of(UUID testId) {
        return database.createNativeQuery(
                        "SELECT state, attempts, due_at, problem FROM test_fetch WHERE test_id = :id", Tuple.class)
                .setParameter("id", testId)
                .getResultStream()
                .map(row -> new Row(
                        State.valueOf(row.get(0, String.class)),
                        row.get(1, Number.class).intValue(),
                        row.get(2, Instant.class),
                        row.get(3, String.class)))
                .findFirst();
    }
}
