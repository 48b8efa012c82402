package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A regulator gives an open case more time, on record. It passes nothing, and what was due before stays readable. */
@ApplicationScoped
class ExtendTest {

    /** How much more at once, and how often: whoever needs longer than that has another matter to settle. */
    static final Duration LONGEST = Duration.ofDays(30);

    static final int MOST = 10;

    /**
     * The body of the call.
     *
     * @param dueAt the new due instant; later than the present one
     */
    record Extension(
            @NotNull Instant dueAt,
            @NotBlank @Size(max = 2_000) String reason) {}

    private final LockedTests tests;
    private final TestHistory history;
    private final TestChanges changes;
    private final Clock clock;

    ExtendTest(LockedTests tests, TestHistory history, TestChanges changes, Clock clock) {
        this.tests = tests;
        this.history = history;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged extend(UUID id, Extension extension, Actor regulator, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.regulator(regulator);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        TestLife.Open open = test.openLife()
                .orElseThrow(() -> ProblemException.of(ProblemType.INVALID_STATE, "The technical test is closed."));
        check(extension.dueAt(), open.dueAt(), now);
        if (history.countOf(id, TestEventRow.What.EXTENDED) >= MOST) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "The test was extended " + MOST + " times, which is the limit.");
        }
        test.become(open.toExtended(extension.dueAt()));
        changes.recordMoved(test, TestEventRow.What.EXTENDED, regulator, extension.reason(), open.dueAt(), now);
        CaseContents contents = changes.contentsOf(test);
        changes.announce(test, Announcement.EXTENDED, contents, now);
        return changes.shownTo(viewer, test, contents, now);
    }

    private static void check(Instant extended, Instant dueAt, Instant now) {
        if (!extended.isAfter(dueAt)) {
            throw ProblemException.invalid("/dueAt", "must be later than the present due instant");
        }
        if (!extended.isAfter(now)) {
            throw ProblemException.invalid("/dueAt", "must be in the future");
        }
        Instant from = dueAt.isAfter(now) ? dueAt : now;
        if (extended.isAfter(from.plus(LONGEST))) {
            throw ProblemException.invalid("/dueAt", "must be at most " + LONGEST.toDays() + " days later");
        }
    }
}
