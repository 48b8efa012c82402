package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.technicaltest.plan.PlanProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A laboratory records what the items of the plan came to, and whoever may see it reads them. */
@ApplicationScoped
class FollowPlan {

    private final TestRows tests;
    private final LockedTests locked;
    private final CasePlan plan;
    private final TestHistory history;
    private final Clock clock;

    FollowPlan(TestRows tests, LockedTests locked, CasePlan plan, TestHistory history, Clock clock) {
        this.tests = tests;
        this.locked = locked;
        this.plan = plan;
        this.history = history;
        this.clock = clock;
    }

    @Transactional
    PlanView record(UUID id, NewPlanResults results, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        TestRow test = locked.visibleTo(Viewer.laboratory(laboratory), id, ifMatch, now);
        LockedTests.examinationBy(laboratory.organisation(), test, now);
        plan.record(test, results, laboratory, "", now);
        return PlanView.withResults(id, plan.of(test), plan.progressOf(test));
    }

    @Transactional
    PlanView recordOne(UUID id, NewPlanResults.NewItemResult result, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        TestRow test = locked.visibleTo(Viewer.laboratory(laboratory), id, ifMatch, now);
        LockedTests.examinationBy(laboratory.organisation(), test, now);
        plan.recordOne(test, result, laboratory, now);
        return PlanView.withResults(id, plan.of(test), plan.progressOf(test));
    }

    /** @param purpose why results are read, or null; a regulator sees none without */
    @Transactional
    PlanView read(UUID id, Viewer viewer, String purpose) {
        Instant now = clock.instant();
        TestRow test = tests.read(id, viewer)
                .filter(row -> viewer.sees(row, now))
                .orElseThrow(() -> ProblemException.notFound("technical test"));
        if (!viewer.seesFindings(test, purpose)) {
            return PlanView.withoutResults(id, plan.of(test), test.os);
        }
        PlanProgress<FindingRow.Evidence> progress = plan.progressOf(test);
        boolean isBegun = progress.open().size() < progress.items().size();
        if (isBegun && !viewer.organisation().equals(test.laboratory)) {
            history.append(id, now, TestEventRow.What.PLAN_READ, viewer.actor(), purpose);
        }
        return PlanView.withResults(id, plan.of(test), progress);
    }
}
