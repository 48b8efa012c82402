package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.HoldReason;
import io.gatekeeper.gate.NextAction;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.gate.Recourse;
import io.gatekeeper.gate.Waiver;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.technicaltest.TestSubject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The events this package tells; the JSON Schema of each stands in {@code schemas/<type>.json}. */
final class ReleaseEvents {

    static final String DECISION_MADE = "gatekeeper.release-decision.made.v1";
    static final String TEST_REQUESTED = "gatekeeper.release-request.test-requested.v1";
    static final String TEST_NO_LONGER_NEEDED = "gatekeeper.release-request.test-no-longer-needed.v1";

    private ReleaseEvents() {}

    record ReasonTold(HoldReason code, Recourse recourse) {}

    record NextActionTold(NextAction.Owner by, NextAction.Action what, Instant dueAt) {}

    record DecisionMade(
            UUID releaseRequestId,
            String platformId,
            String publisherId,
            int sequence,
            Outcome outcome,
            ReleaseState state,
            List<ReasonTold> reasons,
            NextActionTold nextAction,
            String policyVersion,
            long statusVersion,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant provisionalUntil,
            Instant decidedAt) {}

    record TestRequested(
            UUID releaseRequestId,
            String platformId,
            String publisherId,
            Submission.App app,
            Submission.Version version,
            ArtifactTold artifact,
            String kind,
            Instant requestedAt,
            String testTerm,
            TestDays testDays,
            Instant dueAt,
            String policyVersion,
            int decisionSequence) {}

    /**
     * The file, and not where it is: an address may be a secret.
     *
     * @param located true when the request names one, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ArtifactTold(String sha256, long sizeBytes, Boolean located) {

        static ArtifactTold of(Submission.Artifact artifact) {
            return new ArtifactTold(
                    artifact.sha256(), artifact.sizeBytes(), artifact.location() == null ? null : Boolean.TRUE);
        }
    }

    record TestNoLongerNeeded(
            UUID releaseRequestId,
            String platformId,
            String publisherId,
            String packageName,
            String os,
            String sha256,
            ReleaseState cause,
            Instant at) {}

    static Event decisionMade(ReleaseRequestRow row, Decision decision) {
        NextAction next = decision.nextAction();
        return new Event(
                Topic.RELEASE_DECISIONS,
                row.id().toString(),
                DECISION_MADE,
                row.id().toString(),
                decision.decidedAt(),
                new DecisionMade(
                        row.id(),
                        row.platformId(),
                        row.publisher().value(),
                        row.decisionSequence(),
                        decision.outcome(),
                        row.state(),
                        decision.reasons().stream()
                                .map(r -> new ReasonTold(r.code(), r.code().recourse()))
                                .toList(),
                        new NextActionTold(next.by(), next.what(), next.dueAt().orElse(null)),
                        decision.policyVersion().orElse(null),
                        decision.statusVersion(),
                        decision.waiver().map(Waiver::validUntil).orElse(null),
                        decision.decidedAt()));
    }

    /** @param at from when on the test is asked for, and its term runs */
    static Event testRequested(ReleaseRequestRow row, Submission submission, EnforcedStanding standing, Instant at) {
        Policy policy = standing.policy().orElseThrow();
        return new Event(
                Topic.RELEASE_REQUESTS,
                submission.artifact().sha256(),
                TEST_REQUESTED,
                row.id().toString(),
                at,
                new TestRequested(
                        row.id(),
                        row.platformId(),
                        submission.publisherId(),
                        submission.app(),
                        submission.version(),
                        ArtifactTold.of(submission.artifact()),
                        submission.kind().name(),
                        at,
                        policy.testTerm().toString(),
                        policy.testDays(),
                        standing.testDueAfter(at).orElseThrow(),
                        policy.version(),
                        row.decisionSequence()));
    }

    static Event testNoLongerNeeded(ReleaseRequestRow row, Instant at) {
        TestSubject subject = row.subject();
        return new Event(
                Topic.RELEASE_REQUESTS,
                subject.sha256(),
                TEST_NO_LONGER_NEEDED,
                row.id().toString(),
                at,
                new TestNoLongerNeeded(
                        row.id(),
                        row.platformId(),
                        subject.publisherId(),
                        subject.packageName(),
                        subject.os(),
                        subject.sha256(),
                        row.state(),
                        at));
    }
}
