package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A laboratory has looked at a finding of the screening and found it to be none: from then on it stands against nothing. */
@ApplicationScoped
class DismissFinding {

    /** The body of the call. */
    record Dismissal(@NotBlank @Size(max = 10_000) String reason) {}

    private final LockedTests tests;
    private final Findings findings;
    private final TestChanges changes;
    private final Clock clock;

    DismissFinding(LockedTests tests, Findings findings, TestChanges changes, Clock clock) {
        this.tests = tests;
        this.findings = findings;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged dismiss(UUID id, int n, Dismissal dismissal, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.laboratory(laboratory);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        TestLife.InTest examined = LockedTests.examinationBy(laboratory.organisation(), test, now);
        FindingRow found = findings.of(id, n).orElseThrow(() -> ProblemException.notFound("finding"));
        if (found.origin != FindingRow.Origin.SCREENING) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "Only findings of the screening are dismissed; a laboratory's own stand.");
        }
        if (found.dismissal != null) {
            throw ProblemException.of(ProblemType.INVALID_STATE, "The finding is dismissed already.");
        }
        findings.dismiss(found, DismissalRow.of(found, dismissal.reason(), laboratory, now));
        test.become(examined);
        changes.record(test, TestEventRow.What.FINDING_DISMISSED, laboratory, Integer.toString(n), now);
        return changes.shownTo(viewer, test, changes.contentsOf(test), now);
    }
}
