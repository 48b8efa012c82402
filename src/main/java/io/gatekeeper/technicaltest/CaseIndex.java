package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Tells what belongs to a case; SQL, because a laboratory's every call asks, and one statement answers for three tables. */
@ApplicationScoped
class CaseIndex {

    private final Session database;

    CaseIndex(Session database) {
        this.database = database;
    }

    CaseContents of(UUID testId) {
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT c.has_findings, c.has_questions, r.release_request_id, r.platform_id, r.kind, r.requested_at
                          FROM (SELECT EXISTS (SELECT FROM finding WHERE test_id = :id) AS has_findings,
                                       EXISTS (SELECT FROM information_request WHERE test_id = :id) AS has_questions) c
                          LEFT JOIN test_request r ON r.test_id = :id AND r.no_longer_needed_at IS NULL
                         ORDER BY r.requested_at, r.release_request_id
                        """, Tuple.class)
                .setParameter("id", testId)
                .getResultList();
        // One row at least: a case without anybody waiting has one with empty columns.
        Tuple any = rows.get(0);
        return new CaseContents(
                rows.stream()
                        .filter(row -> row.get("release_request_id") != null)
                        .map(CaseIndex::waiting)
                        .toList(),
                any.get("has_findings", Boolean.class),
                any.get("has_questions", Boolean.class));
    }

    private static TestView.Request waiting(Tuple row) {
        return new TestView.Request(
                row.get("release_request_id", UUID.class),
                row.get("platform_id", String.class),
                row.get("kind", String.class),
                row.get("requested_at", Instant.class));
    }
}
