package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.technicaltest.plan.PlanItem;
import io.gatekeeper.technicaltest.plan.PlanProgress;
import io.gatekeeper.technicaltest.plan.PlanResult;
import io.gatekeeper.technicaltest.plan.Recorded;
import io.gatekeeper.technicaltest.plan.TestPlan;
import io.gatekeeper.technicaltest.plan.TestPlans;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of a case and what its laboratory recorded to it. A verdict rests on the results of the laboratory that gives
 * it: what another recorded before its claim expired is not its word.
 */
@ApplicationScoped
class CasePlan {

    private final TestPlans plans;
    private final PlanResults results;

    CasePlan(TestPlans plans, PlanResults results) {
        this.plans = plans;
        this.results = results;
    }

    /** @throws IllegalStateException when the case follows an edition this version does not have */
    TestPlan of(TestRow test) {
        return test.planEdition == null
                ? plans.inForceAt(test.openedAt)
                : plans.edition(test.planEdition)
                        .orElseThrow(() -> new IllegalStateException(
                                "technical test " + test.id + " follows a plan this version does not have"));
    }

    /** Without a result while no laboratory has the case. */
    PlanProgress<FindingRow.Evidence> progressOf(TestRow test) {
        List<PlanItem> items = of(test).itemsFor(test.os);
        return new PlanProgress<>(
                items, test.laboratory == null ? List.of() : results.latest(test.id, test.laboratory));
    }

    /** @param pointer where the results stand in the body */
    void record(TestRow test, NewPlanResults found, Actor laboratory, String pointer, Instant now) {
        List<Recorded<FindingRow.Evidence>> recorded = new ArrayList<>();
        Set<String> known = itemsOf(test);
        Set<String> named = new HashSet<>();
        List<NewPlanResults.NewItemResult> single = found.results() == null ? List.of() : found.results();
        for (int i = 0; i < single.size(); i++) {
            NewPlanResults.NewItemResult each = single.get(i);
            String at = pointer + "/results/" + i;
            if (!known.contains(each.item())) {
                throw ProblemException.invalid(at + "/item", "is no item of the plan");
            }
            if (!named.add(each.item())) {
                throw ProblemException.invalid(at + "/item", "is named twice");
            }
            recorded.add(recorded(each, at, laboratory, now));
        }
        if (found.rest() != null) {
            if (found.rest().result() == PlanResult.FAIL) {
                throw ProblemException.invalid(
                        pointer + "/rest/result", "must not be FAIL: name the items that failed");
            }
            recorded.add(new Recorded<>(
                    Recorded.REST,
                    found.rest().result(),
                    found.rest().attestation(),
                    List.of(),
                    laboratory.organisation(),
                    now));
        }
        if (recorded.isEmpty()) {
            throw ProblemException.invalid(pointer, "must have results or rest");
        }
        results.append(test.id, laboratory, recorded);
    }

    /** For an item that a path names. */
    void recordOne(TestRow test, NewPlanResults.NewItemResult found, Actor laboratory, Instant now) {
        if (!itemsOf(test).contains(found.item())) {
            throw ProblemException.notFound("item of the plan");
        }
        results.append(test.id, laboratory, List.of(recorded(found, "", laboratory, now)));
    }

    private Set<String> itemsOf(TestRow test) {
        return of(test).itemsFor(test.os).stream().map(PlanItem::item).collect(Collectors.toSet());
    }

    private static Recorded<FindingRow.Evidence> recorded(
            NewPlanResults.NewItemResult found, String pointer, Actor laboratory, Instant now) {
        String note = found.note() == null || found.note().isBlank() ? null : found.note();
        if (found.result() == PlanResult.FAIL && note == null) {
            throw ProblemException.invalid(pointer + "/note", "must say what failed");
        }
        List<FindingRow.Evidence> evidence = found.evidence() == null
                ? List.of()
                : found.evidence().stream()
                        .map(e -> new FindingRow.Evidence(e.sha256(), e.mediaType(), e.name()))
                        .toList();
        return new Recorded<>(found.item(), found.result(), note, evidence, laboratory.organisation(), now);
    }

    /** Refuses a verdict that the plan does not carry; the database refuses the same. */
    void require(TestRow test, Outcome outcome) {
        PlanProgress<FindingRow.Evidence> progress = progressOf(test);
        if (!progress.open().isEmpty()) {
            throw naming(
                    ProblemType.PLAN_INCOMPLETE,
                    progress.open().size() + " items of the test plan have no result yet.",
                    progress.open());
        }
        if (outcome == Outcome.PASSED && !progress.failed().isEmpty()) {
            throw naming(
                    ProblemType.PLAN_FAILED,
                    progress.failed().size() + " items of the test plan failed, so the test cannot pass.",
                    progress.failed());
        }
    }

    private static ProblemException naming(ProblemType type, String detail, List<String> items) {
        ProblemException problem = ProblemException.of(type, detail);
        for (String item : items) {
            problem = problem.at("/plan/" + item, type == ProblemType.PLAN_FAILED ? "failed" : "has no result");
        }
        return problem;
    }
}
