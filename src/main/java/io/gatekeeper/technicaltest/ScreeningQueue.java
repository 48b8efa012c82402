package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * The screenings that are to be done, and how those that were done ended.
 *
 * <p>Whoever takes one puts its due instant off by a lease and commits that; when the lease ends without a word, another
 * takes it, and the attempt has counted all the same.
 */
@ApplicationScoped
class ScreeningQueue {

    /** Fired when there is something to screen, once that is committed. */
    record Asked() {}

    /**
     * @param round   rises each time the file is to be screened anew
     * @param attempt 1 for the first of its round
     */
    record Taken(UUID testId, int round, int attempt) {}

    enum State {
        PENDING,
        DONE,
        FAILED
    }

    /** @param problem why the latest attempt failed, or null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(State state, String problem) {}

    private final Session database;
    private final Event<Asked> asked;

    ScreeningQueue(Session database, Event<Asked> asked) {
        this.database = database;
        this.asked = asked;
    }

    /** Asks for the screening of these cases' files; a second time for one of them changes nothing. */
    void ask(List<UUID> testIds, Instant now) {
        if (testIds.isEmpty()) {
            return;
        }
        int isNew = database.createNativeMutationQuery("""
                        INSERT INTO test_screening (test_id, state, due_at)
                        SELECT id::uuid, 'PENDING', :now FROM unnest(:ids) AS t(id) ON CONFLICT DO NOTHING
                        """)
                .setParameter("ids", column(testIds, id -> id))
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        if (isNew > 0) {
            asked.fire(new Asked());
        }
    }

    /** Has the file screened once more, and what is under way or was found count for nothing. */
    void askAnew(UUID testId, Instant now) {
        database.createNativeMutationQuery("""
                        UPDATE test_screening
                           SET state = 'PENDING', round = round + 1, attempts = 0, due_at = :now, ended_at = NULL,
                               problem = NULL, declared = NULL
                         WHERE test_id = :id
                        """)
                .setParameter("id", testId)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        asked.fire(new Asked());
    }

    /** Notes what the round holds the file against; whoever does so has locked the case, as whoever changes it has. */
    void begins(Taken taken, String declared) {
        database.createNativeMutationQuery(
                        "UPDATE test_screening SET declared = :declared WHERE test_id = :id AND round = :round")
                .setParameter("id", taken.testId())
                .setParameter("round", taken.round())
                .setParameter("declared", declared)
                .executeUpdate();
    }

    /** Of these cases those whose screening has begun, or has ended, and what it holds or held the file against. */
    Map<UUID, String> declaredOf(List<UUID> testIds) {
        if (testIds.isEmpty()) {
            return Map.of();
        }
        return database.createNativeQuery("""
                        SELECT test_id, declared FROM test_screening
                         WHERE test_id = ANY (CAST(:ids AS uuid[])) AND declared IS NOT NULL
                        """, Tuple.class)
                .setParameter("ids", column(testIds, id -> id))
                .getResultStream()
                .collect(Collectors.toMap(row -> row.get(0, UUID.class), row -> row.get(1, String.class)));
    }

    /** The longest due that nobody else is at. */
    Optional<Taken> take(Instant now, Instant leasedUntil) {
        return database.createNativeQuery("""
                        UPDATE test_screening SET attempts = attempts + 1, due_at = :until
                         WHERE test_id = (SELECT test_id FROM test_screening
                                           WHERE state = 'PENDING' AND due_at <= :now
                                           ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING test_id, round, attempts
                        """, Tuple.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("until", leasedUntil.atOffset(ZoneOffset.UTC))
                .getResultStream()
                .map(row -> new Taken(
                        row.get(0, UUID.class),
                        row.get(1, Number.class).intValue(),
                        row.get(2, Number.class).intValue()))
                .findFirst();
    }

    /** False when somebody else has brought it to an end, or the file is to be screened anew. */
    boolean end(Taken taken, State how, String problem, Instant now) {
        return database.createNativeMutationQuery("""
                        UPDATE test_screening SET state = :state, problem = CAST(:problem AS text), ended_at = :now
                         WHERE test_id = :id AND round = :round AND state = 'PENDING'
                        """)
                        .setParameter("id", taken.testId())
                        .setParameter("round", taken.round())
                        .setParameter("state", how.name())
                        .setParameter("problem", problem)
                        .setParameter("now", now.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    void putOff(Taken taken, String problem, Instant dueAt) {
        database.createNativeMutationQuery("""
                        UPDATE test_screening SET problem = :problem, due_at = :dueAt
                         WHERE test_id = :id AND round = :round AND state = 'PENDING'
                        """)
                .setParameter("id", taken.testId())
                .setParameter("round", taken.round())
                .setParameter("problem", problem)
                .setParameter("dueAt", dueAt.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** Empty when no screening was asked for, because the file has not arrived. */
    Optional<Progress> of(UUID testId) {
        return database.createNativeQuery("SELECT state, problem FROM test_screening WHERE test_id = :id", Tuple.class)
                .setParameter("id", testId)
                .getResultStream()
                .map(row -> new Progress(State.valueOf(row.get(0, String.class)), row.get(1, String.class)))
                .findFirst();
    }
}
