package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Shows the report of a case's screening to those who see its findings; the read is recorded in the same transaction. */
@ApplicationScoped
class ReadScreening {

    private final TestRows tests;
    private final ScreeningQueue screenings;
    private final ScreeningReports reports;
    private final TestHistory history;
    private final Clock clock;

    ReadScreening(
            TestRows tests, ScreeningQueue screenings, ScreeningReports reports, TestHistory history, Clock clock) {
        this.tests = tests;
        this.screenings = screenings;
        this.reports = reports;
        this.history = history;
        this.clock = clock;
    }

    /**
     * The report, or in its place a {@link ScreeningQueue.Progress} while there is none.
     *
     * @param purpose why it is read, or null
     */
    @Transactional
    Object of(UUID id, Viewer viewer, String purpose) {
        Instant now = clock.instant();
        TestRow test = tests.read(id, viewer)
                .filter(row -> viewer.sees(row, now))
                .orElseThrow(() -> ProblemException.notFound("technical test"));
        if (!viewer.seesFindings(test, purpose)) {
            throw notYetFor(viewer);
        }
        ScreeningQueue.Progress progress = screenings.of(id).orElseThrow(() -> ProblemException.notFound("screening"));
        if (progress.state() != ScreeningQueue.State.DONE) {
            return progress;
        }
        history.append(id, now, TestEventRow.What.SCREENING_READ, viewer.actor(), purpose);
        return reports.of(id).orElseThrow();
    }

    private static ProblemException notYetFor(Viewer viewer) {
        return switch (viewer.role()) {
            case REGULATOR -> ProblemException.invalid("purpose", "must say what a regulator reads the report for");
            case LABORATORY ->
                ProblemException.of(
                        ProblemType.NOT_CLAIMED, "The report is shown to the laboratory that holds the test.");
            case PUBLISHER, AUDITOR, PLATFORM ->
                ProblemException.of(ProblemType.INVALID_STATE, "The report is shown once the test is concluded.");
        };
    }
}
