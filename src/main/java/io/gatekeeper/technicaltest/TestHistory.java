package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.values;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The append-only history of the cases: who did what, when. */
@ApplicationScoped
class TestHistory implements PanacheRepositoryBase<TestEventRow, UUID> {

    /** How much of a clock's history is shown: more than any case that comes to an end has. */
    private static final int LONGEST_CLOCK = 500;

    private final Session database;
    private final Expectations expectations;

    TestHistory(Session database, Expectations expectations) {
        this.database = database;
        this.expectations = expectations;
    }

    /** @param detail what the kind of event does not say, or null */
    void append(UUID testId, Instant at, TestEventRow.What what, Actor actor, String detail) {
        persist(TestEventRow.of(testId, at, what, actor, detail));
    }

    void append(TestEventRow line) {
        note(line);
        persist(line);
    }

    /** What is told to be expected stays on record as it was told. */
    private void note(TestEventRow line) {
        if (line.progress != null) {
            expectations.of(line.progress, line.at).ifPresent(line::expecting);
        }
    }

    /** Appends many in their order. */
    void append(List<TestEventRow> lines) {
        if (!lines.isEmpty()) {
            Part<Void> appending = appending(lines);
            database.flush();
            database.doWork(connection -> RoundTrip.make(connection, List.of(appending)));
        }
    }

    /** The same as a part of a round trip; SQL, because one statement for hundreds is what an intake or a sweep lives on. */
    Part<Void> appending(List<TestEventRow> lines) {
        lines.forEach(this::note);
        return Part.writing(
                """
                INSERT INTO test_event (id, test_id, at, what, organisation, who, detail, previous_due_at, due_at,
                       expected_at, expected_from, expected_to, expected_stage, expected_os, expected_cases)
                SELECT e.id::uuid, e.test_id::uuid, e.at::timestamptz, e.what, e.organisation, e.who, e.detail,
                       e.previous_due_at::timestamptz, e.due_at::timestamptz, e.expected_at::timestamptz,
                       e.expected_from::timestamptz, e.expected_to::timestamptz, e.expected_stage, e.expected_os,
                       e.expected_cases::integer
                  FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                       AS e(id, test_id, at, what, organisation, who, detail, previous_due_at, due_at,
                            expected_at, expected_from, expected_to, expected_stage, expected_os, expected_cases)
                """,
                List.of(
                        values(lines, line -> line.id),
                        values(lines, line -> line.testId),
                        values(lines, line -> line.at),
                        values(lines, line -> line.what),
                        values(lines, line -> line.organisation),
                        values(lines, line -> line.who),
                        values(lines, line -> line.detail),
                        values(lines, line -> line.previousDueAt),
                        values(lines, line -> line.dueAt),
                        values(lines, line -> line.expectedAt),
                        values(lines, line -> line.expectedFrom),
                        values(lines, line -> line.expectedTo),
                        values(lines, line -> line.expectedStage),
                        values(lines, line -> line.expectedOs),
                        values(lines, line -> line.expectedCases)),
                lines.size());
    }

    /** What moved the clock of a case, oldest first. */
    List<TestEventRow> clockOf(UUID testId) {
        return find("testId = ?1 AND what IN ?2 ORDER BY id", testId, TestEventRow.What.OF_THE_CLOCK)
                .page(0, LONGEST_CLOCK)
                .list();
    }

    int countOf(UUID testId, TestEventRow.What what) {
        return Math.toIntExact(count("testId = ?1 AND what = ?2", testId, what));
    }

    List<TestEventRow> of(UUID testId) {
        return list("testId = ?1 ORDER BY id", testId);
    }
}
