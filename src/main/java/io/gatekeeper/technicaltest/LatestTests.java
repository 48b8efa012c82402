package io.gatekeeper.technicaltest;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;

/** Finds the latest case of subjects, with one index look-up each and without loading a row into the caller's session. */
@ApplicationScoped
class LatestTests {

    /**
     * A cancelled case says nothing, nor does one whose verdict was set aside; one in a state nobody knows counts as open, so
     * that it is seen and not trusted.
     */
    private static final String LATEST = """
            SELECT s.n, t.id, t.state, t.policy_version, t.due_at, t.clock_stopped_at, t.answer_due_at, t.concluded_at,
                   CASE WHEN t.state = 'FAILED' THEN
                     (SELECT array_agg(DISTINCT f.problem) FROM standing_finding f WHERE f.test_id = t.id) END,
                   t.screening, t.opened_at, t.claimed_at, t.stood_millis
              FROM unnest(?, ?, ?, ?) WITH ORDINALITY AS s(publisher_id, package_name, os, sha256, n)
             CROSS JOIN LATERAL (
                   SELECT * FROM technical_test c
                    WHERE c.sha256 = s.sha256 AND c.package_name = s.package_name
                      AND c.publisher_id = s.publisher_id AND c.os = s.os AND c.state <> 'CANCELLED'
                      AND c.set_aside_at IS NULL
                    ORDER BY c.concluded_at DESC NULLS FIRST LIMIT 1) t
            """;

    private final Session database;

    LatestTests(Session database) {
        this.database = database;
    }

    List<LatestTest> of(Collection<TestSubject> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        Part<List<LatestTest>> latest = asking(subjects, Function.identity());
        database.doWork(connection -> RoundTrip.make(connection, List.of(latest)));
        return latest.answer();
    }

    /** The same as a part of a round trip. */
    static <T> Part<T> asking(Collection<TestSubject> asked, Function<List<LatestTest>, T> meaning) {
        List<TestSubject> subjects = List.copyOf(asked);
        return Part.asking(
                LATEST,
                List.of(
                        Values.texts(subjects, TestSubject::publisherId),
                        Values.texts(subjects, TestSubject::packageName),
                        Values.texts(subjects, TestSubject::os),
                        Values.texts(subjects, TestSubject::sha256)),
                rows -> {
                    List<LatestTest> tests = new ArrayList<>();
                    while (rows.next()) {
                        tests.add(test(subjects.get(rows.getInt(1) - 1), rows));
                    }
                    return meaning.apply(tests);
                });
    }

    private static LatestTest test(TestSubject subject, ResultSet row) throws SQLException {
        Array problems = row.getArray(9);
        return new LatestTest(
                subject,
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                instant(row, 5),
                instant(row, 6),
                instant(row, 7),
                instant(row, 8),
                problems == null ? List.of() : List.of((String[]) problems.getArray()),
                screening(row.getString(10)),
                instant(row, 11),
                instant(row, 12),
                row.getLong(13));
    }

    /** What this version does not know proves nothing, like a screening that was not done. */
    private static ScreeningOutcome screening(String text) {
        return Arrays.stream(ScreeningOutcome.values())
                .filter(outcome -> outcome.name().equals(text))
                .findFirst()
                .orElse(null);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
