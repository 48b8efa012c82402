package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Finds the latest case of subjects, with one index look-up each and without loading a row into the caller's session. */
@ApplicationScoped
class LatestTests {

    private final Session database;

    LatestTests(Session database) {
        this.database = database;
    }

    List<LatestTest> of(Collection<TestSubject> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        // A cancelled case says nothing; one in a state nobody knows counts as open, so that it is seen and not
        // trusted.
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT s.publisher_id, s.package_name, s.os, s.sha256,
                               t.id, t.state, t.policy_version, t.due_at, t.clock_stopped_at, t.answer_due_at, t.concluded_at,
                               t.screening,
                               CASE WHEN t.state = 'FAILED' THEN
                                 (SELECT array_agg(DISTINCT f.problem) FROM standing_finding f WHERE f.test_id = t.id) END AS problems
                          FROM unnest(:publisherIds, :packageNames, :oss, :digests)
                               AS s(publisher_id, package_name, os, sha256)
                         CROSS JOIN LATERAL (
                               SELECT * FROM technical_test c
                                WHERE c.sha256 = s.sha256 AND c.package_name = s.package_name
                                  AND c.publisher_id = s.publisher_id AND c.os = s.os AND c.state <> 'CANCELLED'
                                ORDER BY c.concluded_at DESC NULLS FIRST LIMIT 1) t
                        """, Tuple.class)
                .setParameter("publisherIds", Columns.column(subjects, TestSubject::publisherId))
                .setParameter("packageNames", Columns.column(subjects, TestSubject::packageName))
                .setParameter("oss", Columns.column(subjects, TestSubject::os))
                .setParameter("digests", Columns.column(subjects, TestSubject::sha256))
                .getResultList();
        return rows.stream().map(LatestTests::test).toList();
    }

    private static LatestTest test(Tuple row) {
        String[] problems = row.get("problems", String[].class);
        return new LatestTest(
                new TestSubject(
                        row.get("publisher_id", String.class),
                        row.get("package_name", String.class),
                        row.get("os", String.class),
                        row.get("sha256", String.class)),
                row.get("id", UUID.class),
                row.get("state", String.class),
                row.get("policy_version", String.class),
                row.get("due_at", Instant.class),
                row.get("clock_stopped_at", Instant.class),
                row.get("answer_due_at", Instant.class),
                row.get("concluded_at", Instant.class),
                problems == null ? List.of() : List.of(problems),
                screening(row.get("screening", String.class)));
    }

    /** A word this version does not know is as good as none. */
    private static ScreeningOutcome screening(String text) {
        return Arrays.stream(ScreeningOutcome.values())
                .filter(outcome -> outcome.name().equals(text))
                .findFirst()
                .orElse(null);
    }
}
