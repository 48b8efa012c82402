package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Which passed verdicts are drawn for a second laboratory, what both said, and what officers say where they differ. */
@ApplicationScoped
class DrawnVerdicts {

    private final Session database;

    DrawnVerdicts(Session database) {
        this.database = database;
    }

    /** Whether another laboratory is to examine the case: it is drawn, and one is registered that may. */
    boolean isDrawn(TestRow test, String passedBy) {
        return database.createNativeQuery("""
                        SELECT is_drawn(:id, :openedAt) AND EXISTS (
                               SELECT FROM laboratory l
                                WHERE l.id <> :me AND l.id IS DISTINCT FROM CAST(:barred AS text)
                                  AND (l.capacity IS NULL OR l.capacity > 0)
                                  AND NOT EXISTS (SELECT FROM laboratory_affiliation a
                                                   WHERE a.laboratory_id = l.id AND a.publisher_id = :publisherId))
                        """, Boolean.class)
                .setParameter("id", test.id)
                .setParameter("openedAt", test.openedAt.atOffset(ZoneOffset.UTC))
                .setParameter("me", passedBy)
                .setParameter("barred", test.barredLaboratory)
                .setParameter("publisherId", test.publisherId)
                .getSingleResult();
    }

    /** @param n 1 for the first, 2 for the second */
    void append(UUID testId, int n, ConcludeTest.Verdict verdict, Actor laboratory, Instant now) {
        database.createNativeMutationQuery("""
                        INSERT INTO drawn_verdict (test_id, n, laboratory, outcome, summary, given_by, given_at)
                        VALUES (:id, :n, :laboratory, :outcome, :summary, :who, :now)
                        """)
                .setParameter("id", testId)
                .setParameter("n", n)
                .setParameter("laboratory", laboratory.organisation())
                .setParameter("outcome", verdict.outcome().name())
                .setParameter("summary", verdict.summary())
                .setParameter("who", laboratory.subject())
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    List<ContradictionView.Said> of(UUID testId) {
        return database.createNativeQuery(
                        "SELECT outcome, summary, laboratory, given_at FROM drawn_verdict WHERE test_id = :id ORDER BY n",
                        Tuple.class)
                .setParameter("id", testId)
                .getResultStream()
                .map(row -> new ContradictionView.Said(
                        Outcome.valueOf(row.get("outcome", String.class)),
                        row.get("summary", String.class),
                        row.get("laboratory", String.class),
                        row.get("given_at", Instant.class)))
                .toList();
    }

    void appendVote(UUID testId, int n, DecideContradiction.Decision decision, String officer, Instant now) {
        database.createNativeMutationQuery("""
                        INSERT INTO contradiction_vote (test_id, n, outcome, reason, officer, said_at)
                        VALUES (:id, :n, :outcome, :reason, :officer, :now)
                        """)
                .setParameter("id", testId)
                .setParameter("n", n)
                .setParameter("outcome", decision.outcome().name())
                .setParameter("reason", decision.reason())
                .setParameter("officer", officer)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    List<ContradictionView.Vote> votesOf(UUID testId) {
        return database.createNativeQuery(
                        "SELECT outcome, reason, officer, said_at FROM contradiction_vote WHERE test_id = :id ORDER BY n",
                        Tuple.class)
                .setParameter("id", testId)
                .getResultStream()
                .map(row -> new ContradictionView.Vote(
                        Outcome.valueOf(row.get("outcome", String.class)),
                        row.get("reason", String.class),
                        row.get("officer", String.class),
                        row.get("said_at", Instant.class)))
                .toList();
    }
}
