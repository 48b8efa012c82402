package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A laboratory gives its verdict, which is final, unless it is drawn for a second one to confirm. */
@ApplicationScoped
class ConcludeTest {

    /** @param plan results recorded together with the verdict, or null */
    record Verdict(
            @NotNull Outcome outcome,
            @NotBlank @Size(max = 10_000) String summary,
            @Valid NewPlanResults plan) {}

    /** Fired within the package when a case was concluded. */
    record Concluded(Outcome outcome) {}

    private static final String SCREENING_DUE =
            "The file is being screened, or screened anew because what is declared of it has changed; PASSED waits for that.";

    private final LockedTests tests;
    private final Findings findings;
    private final CasePlan plan;
    private final DrawnVerdicts drawn;
    private final TestChanges changes;
    private final Event<Concluded> concluded;
    private final Clock clock;

    ConcludeTest(
            LockedTests tests,
            Findings findings,
            CasePlan plan,
            DrawnVerdicts drawn,
            TestChanges changes,
            Event<Concluded> concluded,
            Clock clock) {
        this.tests = tests;
        this.findings = findings;
        this.plan = plan;
        this.drawn = drawn;
        this.changes = changes;
        this.concluded = concluded;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged conclude(UUID id, Verdict verdict, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.laboratory(laboratory);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        TestLife.InTest examined = LockedTests.examinationBy(laboratory.organisation(), test, now);
        CaseContents contents = changes.contentsOf(test);
        List<Severity> found = contents.hasFindings() ? findings.severitiesOf(id, test.firstLaboratory) : List.of();
        verdict.outcome().objection(found).ifPresent(objection -> {
            throw ProblemException.of(ProblemType.INVALID_STATE, objection).at("/outcome", objection);
        });
        if (verdict.outcome() == Outcome.PASSED && test.screeningDue) {
            throw ProblemException.of(ProblemType.INVALID_STATE, SCREENING_DUE).at("/outcome", SCREENING_DUE);
        }
        if (verdict.plan() != null) {
            plan.record(test, verdict.plan(), laboratory, "/plan", now);
        }
        plan.require(test, verdict.outcome());
        Announcement told = switch (verdict.outcome()) {
            case PASSED -> pass(test, examined, verdict, found, laboratory, now);
            case FAILED -> fail(test, examined, verdict, found, laboratory, now);
        };
        changes.announce(test, told, contents, now);
        if (told == Announcement.CONCLUDED) {
            concluded.fire(new Concluded(verdict.outcome()));
        }
        return changes.shownTo(viewer, test, contents, now);
    }

    private Announcement pass(
            TestRow test,
            TestLife.InTest examined,
            Verdict verdict,
            List<Severity> found,
            Actor laboratory,
            Instant now) {
        if (test.firstLaboratory != null) {
            drawn.append(test.id, 2, verdict, laboratory, now);
        } else if (drawn.isDrawn(test, laboratory.organisation())) {
            drawn.append(test.id, 1, verdict, laboratory, now);
            test.drawn(examined.toDrawn(found), laboratory.organisation());
            changes.record(test, TestEventRow.What.SECOND_LABORATORY_DRAWN, laboratory, null, now);
            return Announcement.SECOND_LABORATORY_DRAWN;
        }
        test.become(examined.toPassed(verdict.summary(), now, found));
        changes.record(test, TestEventRow.What.PASSED, laboratory, null, now);
        return Announcement.CONCLUDED;
    }

    private Announcement fail(
            TestRow test,
            TestLife.InTest examined,
            Verdict verdict,
            List<Severity> found,
            Actor laboratory,
            Instant now) {
        if (test.firstLaboratory != null) {
            drawn.append(test.id, 2, verdict, laboratory, now);
            test.become(examined.toContradicted(now, found));
            changes.record(test, TestEventRow.What.CONTRADICTED, laboratory, null, now);
            return Announcement.CONTRADICTED;
        }
        test.become(examined.toFailed(verdict.summary(), now, found));
        changes.record(test, TestEventRow.What.FAILED, laboratory, null, now);
        return Announcement.CONCLUDED;
    }
}
