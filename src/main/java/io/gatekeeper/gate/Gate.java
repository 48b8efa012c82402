package io.gatekeeper.gate;

import io.gatekeeper.gate.NextAction.Action;
import io.gatekeeper.gate.Requirement.Code;
import io.gatekeeper.gate.Requirement.Satisfied;
import io.gatekeeper.gate.Requirement.Unsatisfied;
import io.gatekeeper.gate.Requirement.Waived;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.technicaltest.ScreeningOutcome;
import io.gatekeeper.technicaltest.TestFacts;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules: looks at every requirement, never stops at the first that fails, and holds whatever it cannot prove.
 */
public final class Gate {

    /** For the due instants of a hold that has no policy to take a term from. */
    private static final Period WITHOUT_POLICY = Period.ofDays(1);

    private Gate() {}

    public static Decision decide(Evidence evidence) {
        EnforcedStanding standing = evidence.standing();
        boolean underGuidance = standing.guidance().isPresent();
        boolean underReview = !openWindows(evidence).isEmpty();
        List<Requirement> requirements = List.of(
                policyInEffect(standing),
                registered(standing),
                notBarred(standing),
                artifactNotFailed(evidence),
                testedIf(underGuidance, Code.GUIDANCE_TEST_PASSED, HoldReason.PUBLISHER_UNDER_GUIDANCE, evidence),
                testedIf(underReview, Code.SECTOR_REVIEW_TEST_PASSED, HoldReason.SECTOR_REVIEW, evidence),
                filed(evidence));
        // Under a ban a passed test would free nothing, so none is asked for; a concluded one is not repeated.
        boolean testNeeded = (underGuidance || underReview)
                && standing.policy().isPresent()
                && standing.ban().isEmpty()
                && !isConcluded(evidence)
                && (isUnderWay(evidence) || testDueAt(evidence).isPresent());
        NextAction nextAction = nextAction(evidence, requirements);
        return new Decision(
                evidence, requirements, testNeeded, nextAction, validUntil(evidence, testNeeded, nextAction));
    }

    private static Optional<Waiver> waiverOf(List<Requirement> requirements) {
        return requirements.stream()
                .filter(Waived.class::isInstance)
                .map(requirement -> ((Waived) requirement).waiver())
                .findFirst();
    }

    private static Requirement policyInEffect(EnforcedStanding standing) {
        return standing.policy()
                .<Requirement>map(policy ->
                        new Satisfied(Code.POLICY_IN_EFFECT, "policy " + policy.version() + ", hash " + policy.hash()))
                .orElseGet(() -> unsatisfied(Code.POLICY_IN_EFFECT, HoldReason.EVIDENCE_UNAVAILABLE));
    }

    private static Requirement registered(EnforcedStanding standing) {
        return standing.registered()
                ? new Satisfied(Code.PUBLISHER_REGISTERED, "credit code " + standing.publisher() + " is registered")
                : unsatisfied(Code.PUBLISHER_REGISTERED, HoldReason.PUBLISHER_UNVERIFIED);
    }

    private static Requirement notBarred(EnforcedStanding standing) {
        return standing.ban().isEmpty()
                ? new Satisfied(Code.NO_LISTING_BAN, "no listing ban at status version " + standing.statusVersion())
                : unsatisfied(Code.NO_LISTING_BAN, HoldReason.PUBLISHER_BARRED);
    }

    /** An artifact a laboratory has failed is not published, whether or not a test would be asked for today. */
    private static Requirement artifactNotFailed(Evidence evidence) {
        TestFacts test = evidence.test();
        if (test instanceof TestFacts.Failed failed && isUnderPresentPolicy(failed.policyVersion(), evidence)) {
            return new Unsatisfied(Code.ARTIFACT_NOT_FAILED, testReasons(evidence));
        }
        if (test instanceof TestFacts.Unreadable) {
            return unsatisfied(Code.ARTIFACT_NOT_FAILED, HoldReason.EVIDENCE_UNAVAILABLE);
        }
        return new Satisfied(Code.ARTIFACT_NOT_FAILED, "no failed technical test of this artifact stands");
    }

    private static Requirement testedIf(boolean required, Code code, HoldReason because, Evidence evidence) {
        if (!required) {
            return new Satisfied(code, "not required");
        }
        if (evidence.test() instanceof TestFacts.Passed passed
                && isUnderPresentPolicy(passed.policyVersion(), evidence)) {
            return new Satisfied(code, "technical test " + passed.id() + " passed at " + passed.concludedAt());
        }
        List<Reason> reasons = new ArrayList<>(List.of(Reason.of(because)));
        reasons.addAll(testReasons(evidence));
        return waived(new Unsatisfied(code, reasons), evidence);
    }

    /**
     * What a granted expedition waives is the wait for the verdict: the screening of the file has to be proved clean all the
     * same, in the open case that will give the verdict.
     */
    private static Requirement waived(Unsatisfied unmet, Evidence evidence) {
        return evidence.waiver()
                .filter(waiver -> waiver.standsAt(evidence.at()) && isScreenedClean(evidence))
                .<Requirement>map(waiver -> new Waived(unmet, waiver))
                .orElse(unmet);
    }

    private static boolean isScreenedClean(Evidence evidence) {
        return evidence.test() instanceof TestFacts.Open open
                && open.screening().equals(Optional.of(ScreeningOutcome.CLEAN));
    }

    /** A number is proved to be named, not to be genuine: the register of filings is another authority's. */
    private static Requirement filed(Evidence evidence) {
        Optional<Policy> policy = evidence.standing().policy();
        if (policy.isPresent() && !policy.get().filingRequired()) {
            return new Satisfied(
                    Code.FILING_NUMBER_PRESENT,
                    "not required by policy " + policy.get().version());
        }
        return evidence.filingNumber()
                .<Requirement>map(number -> new Satisfied(Code.FILING_NUMBER_PRESENT, "filing number " + number))
                .orElseGet(() -> unsatisfied(Code.FILING_NUMBER_PRESENT, HoldReason.FILING_MISSING));
    }

    /** Why the test does not prove the artifact sound. Whatever is not understood is unknown, and unknown holds. */
    private static List<Reason> testReasons(Evidence evidence) {
        TestFacts test = evidence.test();
        if (test instanceof TestFacts.None) {
            // Asked for, and its term has passed before a case was even opened: overdue all the same.
            return List.of(pending(evidence, testDueAt(evidence)));
        }
        if (test instanceof TestFacts.Passed) {
            // A verdict under an older policy stands for nothing today; a new test is asked for.
            return List.of(askedAnew(evidence));
        }
        if (test instanceof TestFacts.Open open) {
            Reason pending = Reason.of(pending(open.overdue() || isPast(open.dueAt(), evidence)));
            return open.screening().equals(Optional.of(ScreeningOutcome.FAILED))
                    ? List.of(pending, Reason.of(HoldReason.SCREENING_FAILED))
                    : List.of(pending);
        }
        if (test instanceof TestFacts.AwaitingArtifact awaiting) {
            return isOverdue(awaiting, evidence)
                    ? List.of(Reason.of(HoldReason.AWAITING_ARTIFACT), Reason.of(HoldReason.TEST_OVERDUE))
                    : List.of(Reason.of(HoldReason.AWAITING_ARTIFACT));
        }
        if (test instanceof TestFacts.AwaitingPublisher) {
            return List.of(Reason.of(HoldReason.AWAITING_PUBLISHER));
        }
        if (test instanceof TestFacts.Failed failed) {
            return List.of(
                    isUnderPresentPolicy(failed.policyVersion(), evidence)
                            ? new Reason(HoldReason.TEST_FAILED, failed.problems())
                            : askedAnew(evidence));
        }
        return List.of(Reason.of(HoldReason.EVIDENCE_UNAVAILABLE));
    }

    private static HoldReason pending(boolean overdue) {
        return overdue ? HoldReason.TEST_OVERDUE : HoldReason.TEST_PENDING;
    }

    private static Reason askedAnew(Evidence evidence) {
        return Reason.of(testDueAt(evidence).isPresent() ? HoldReason.TEST_PENDING : HoldReason.EVIDENCE_UNAVAILABLE);
    }

    private static Reason pending(Evidence evidence, Optional<Instant> dueAt) {
        return Reason.of(dueAt.map(due -> isPast(due, evidence) ? HoldReason.TEST_OVERDUE : HoldReason.TEST_PENDING)
                .orElse(HoldReason.EVIDENCE_UNAVAILABLE));
    }

    /** What a platform, a publisher or a laboratory has let pass is the regulator's from then on, and so never nobody's. */
    private static NextAction nextAction(Evidence evidence, List<Requirement> requirements) {
        NextAction next = nextActionInTime(evidence, requirements);
        boolean escalated = requirements.stream().anyMatch(Unsatisfied.class::isInstance)
                && next.by() != NextAction.Owner.REGULATOR
                && next.dueAt().filter(due -> isPast(due, evidence)).isPresent();
        return escalated
                ? NextAction.of(
                        Action.PURSUE_OVERDUE_ACTION,
                        after(
                                next.dueAt().orElseThrow(),
                                evidence.standing().policy().map(Policy::officerTerm)))
                : next;
    }

    private static NextAction nextActionInTime(Evidence evidence, List<Requirement> requirements) {
        Instant heldSince = evidence.heldSince();
        Optional<Policy> policy = evidence.standing().policy();
        Instant byOfficer = after(heldSince, policy.map(Policy::officerTerm));
        Instant byPublisher = after(heldSince, policy.map(Policy::publisherTerm));
        List<HoldReason> held = requirements.stream()
                .filter(Unsatisfied.class::isInstance)
                .flatMap(r -> ((Unsatisfied) r).reasons().stream())
                .map(Reason::code)
                .toList();
        if (held.isEmpty()) {
            return waiverOf(requirements)
                    .map(waiver -> NextAction.of(Action.REPORT_LISTING, waiver.validUntil()))
                    .orElseGet(() -> NextAction.whenever(Action.REPORT_LISTING));
        }
        // What somebody can do at once comes before what has to be waited for.
        if (held.contains(HoldReason.PUBLISHER_BARRED)) {
            return NextAction.of(Action.REVIEW_LISTING_BAN, byOfficer);
        }
        if (held.contains(HoldReason.TEST_FAILED)) {
            return NextAction.of(Action.SUBMIT_MENDED_ARTIFACT, byPublisher);
        }
        if (held.contains(HoldReason.FILING_MISSING)) {
            return NextAction.of(Action.SUPPLY_FILING_NUMBER, byPublisher);
        }
        if (held.contains(HoldReason.EVIDENCE_UNAVAILABLE)) {
            return NextAction.of(Action.RESTORE_EVIDENCE, byOfficer);
        }
        if (held.contains(HoldReason.PUBLISHER_UNVERIFIED)) {
            return NextAction.of(Action.REGISTER_PUBLISHER, byOfficer);
        }
        if (evidence.test() instanceof TestFacts.AwaitingPublisher awaiting) {
            return NextAction.of(Action.ANSWER_LABORATORY, awaiting.answerDueAt());
        }
        Instant testDueAt =
                knownDueAt(evidence.test()).or(() -> testDueAt(evidence)).orElse(byOfficer);
        if (held.contains(HoldReason.TEST_OVERDUE)) {
            return NextAction.of(Action.RESOLVE_OVERDUE_TEST, after(testDueAt, policy.map(Policy::officerTerm)));
        }
        return NextAction.of(
                held.contains(HoldReason.AWAITING_ARTIFACT) ? Action.UPLOAD_ARTIFACT : Action.CONCLUDE_TEST, testDueAt);
    }

    private static Optional<Instant> knownDueAt(TestFacts test) {
        if (test instanceof TestFacts.Open open) {
            return Optional.of(open.dueAt());
        }
        return test instanceof TestFacts.AwaitingArtifact awaiting ? Optional.of(awaiting.dueAt()) : Optional.empty();
    }

    /**
     * When a test that is asked for, but not opened yet, falls due: its term runs from the asking. Empty when it counts working
     * days of a year whose calendar is not on record: no test is asked for then, and the release is held for want of a fact.
     */
    private static Optional<Instant> testDueAt(Evidence evidence) {
        return evidence.standing().policy().isEmpty()
                ? Optional.of(after(evidence.testAskedAt(), Optional.empty()))
                : evidence.standing().testDueAfter(evidence.testAskedAt());
    }

    /**
     * A test falls due whether or not its case is open by now, a next action is escalated, a waiver ends; a deadline that
     * has passed is no news again.
     */
    private static Optional<Instant> validUntil(Evidence evidence, boolean testNeeded, NextAction nextAction) {
        Optional<Instant> testDue = knownDueAt(evidence.test());
        if (testNeeded && evidence.test() instanceof TestFacts.None) {
            testDue = testDueAt(evidence);
        }
        return Stream.of(
                        evidence.standing().changesAt(),
                        testDue,
                        nextAction.by() == NextAction.Owner.REGULATOR ? Optional.<Instant>empty() : nextAction.dueAt(),
                        evidence.waiver().map(Waiver::validUntil))
                .flatMap(Optional::stream)
                .filter(change -> !isPast(change, evidence))
                .min(Instant::compareTo);
    }

    private static boolean isUnderWay(Evidence evidence) {
        return evidence.test() instanceof TestFacts.Open || evidence.test() instanceof TestFacts.AwaitingPublisher;
    }

    private static boolean isConcluded(Evidence evidence) {
        TestFacts test = evidence.test();
        return (test instanceof TestFacts.Passed passed && isUnderPresentPolicy(passed.policyVersion(), evidence))
                || (test instanceof TestFacts.Failed failed && isUnderPresentPolicy(failed.policyVersion(), evidence));
    }

    private static boolean isUnderPresentPolicy(String policyVersion, Evidence evidence) {
        return evidence.standing()
                .policy()
                .map(Policy::version)
                .filter(policyVersion::equals)
                .isPresent();
    }

    private static boolean isOverdue(TestFacts.AwaitingArtifact awaiting, Evidence evidence) {
        return awaiting.overdue() || isPast(awaiting.dueAt(), evidence);
    }

    /** At the due instant itself it is past: "by day seven" is over. */
    private static boolean isPast(Instant due, Evidence evidence) {
        return !evidence.at().isBefore(due);
    }

    private static List<EnforcedStanding.OpenWindow> openWindows(Evidence evidence) {
        List<EnforcedStanding.OpenWindow> open = new ArrayList<>();
        for (EnforcedStanding.OpenWindow window : evidence.standing().windows()) {
            if (window.kinds().contains(evidence.kind())) {
                open.add(window);
            }
        }
        return open;
    }

    /** Calendar days are the same in every zone that keeps no daylight saving time, and Asia/Shanghai keeps none. */
    private static Instant after(Instant start, Optional<Period> term) {
        return start.atOffset(ZoneOffset.UTC).plus(term.orElse(WITHOUT_POLICY)).toInstant();
    }

    private static Unsatisfied unsatisfied(Code code, HoldReason reason) {
        return new Unsatisfied(code, List.of(Reason.of(reason)));
    }
}
