package io.gatekeeper.technicaltest;

import io.gatekeeper.screening.ScreeningReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A screening has ended, well or not: its findings become the case's, those of an earlier round that it does not find any
 * more are taken back, and a case that waited for it is queued.
 */
@ApplicationScoped
class EndScreening {

    /** After as many the laboratory goes on without a report. */
    static final int MOST_ATTEMPTS = 3;

    private static final String NOT_FOUND_ANY_MORE =
            "Screened anew against what is declared now, the file does not show it any more.";

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(30);

    private final TestRows tests;
    private final ScreeningQueue screenings;
    private final ScreeningReports reports;
    private final Findings findings;
    private final TestChanges changes;
    private final Clock clock;

    EndScreening(
            TestRows tests,
            ScreeningQueue screenings,
            ScreeningReports reports,
            Findings findings,
            TestChanges changes,
            Clock clock) {
        this.tests = tests;
        this.screenings = screenings;
        this.reports = reports;
        this.findings = findings;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    void reported(ScreeningQueue.Taken taken, ScreeningReport report) {
        Instant now = clock.instant();
        TestRow test = tests.locked(taken.testId()).orElseThrow();
        if (!screenings.end(taken, ScreeningQueue.State.DONE, null, now)) {
            return;
        }
        reports.insert(test, taken.round(), report);
        goOn(test, ScreeningFindings.outcome(report), ScreeningFindings.of(test.id, report, now), now);
    }

    /** @param problem why the attempt failed, in a sentence */
    @Transactional
    void failed(ScreeningQueue.Taken taken, String problem) {
        Instant now = clock.instant();
        TestRow test = tests.locked(taken.testId()).orElseThrow();
        if (taken.attempt() < MOST_ATTEMPTS) {
            screenings.putOff(taken, problem, now.plus(BETWEEN_ATTEMPTS.multipliedBy(taken.attempt())));
        } else if (screenings.end(taken, ScreeningQueue.State.FAILED, problem, now)) {
            goOn(test, ScreeningOutcome.FAILED, List.of(ScreeningFindings.failed(test.id, problem, now)), now);
        }
    }

    /** A case that was closed meanwhile keeps the report and nothing else of it. */
    private void goOn(TestRow test, ScreeningOutcome outcome, List<FindingRow> found, Instant now) {
        TestLife.Open life = test.openLife().orElse(null);
        if (life == null) {
            return;
        }
        settle(test, found, now);
        test.screened(outcome);
        test.become(life instanceof TestLife.Opened opened ? opened.toScreened().toQueued() : life);
        changes.record(test, TestEventRow.What.SCREENED, Actor.GATE, outcome.name(), now);
        changes.announce(test, Announcement.SCREENED, changes.contentsOf(test), now);
    }

    /**
     * What an earlier round found too is there, and stays as the laboratory has judged it. What the gate has taken back is
     * not there: found again, it is a finding again.
     */
    private void settle(TestRow test, List<FindingRow> found, Instant now) {
        List<FindingRow> all = findings.of(test.id);
        List<FindingRow> earlier = all.stream()
                .filter(row -> row.origin == FindingRow.Origin.SCREENING)
                .filter(row -> row.dismissal == null || !row.dismissal.isByTheGate())
                .toList();
        List<FindingRow> isNew = found.stream()
                .filter(row -> earlier.stream().noneMatch(other -> isSame(row, other)))
                .toList();
        int n = all.size();
        for (FindingRow row : isNew) {
            row.n = ++n;
        }
        findings.persist(isNew);
        for (FindingRow row : earlier) {
            if (row.dismissal == null && found.stream().noneMatch(other -> isSame(row, other))) {
                findings.dismiss(row, DismissalRow.of(row, NOT_FOUND_ANY_MORE, Actor.GATE, now));
                changes.record(test, TestEventRow.What.FINDING_DISMISSED, Actor.GATE, Integer.toString(row.n), now);
            }
        }
    }

    private static boolean isSame(FindingRow one, FindingRow other) {
        return one.problem.equals(other.problem)
                && one.severity == other.severity
                && one.description.equals(other.description);
    }
}
