package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Evidence;
import io.gatekeeper.gate.HoldReason;
import io.gatekeeper.gate.Message;
import io.gatekeeper.gate.NextAction;
import io.gatekeeper.gate.Reason;
import io.gatekeeper.gate.Recourse;
import io.gatekeeper.gate.Requirement;
import io.gatekeeper.gate.Waiver;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.technicaltest.TestFacts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A decision in full, as stored and as answered: what an officer needs to explain it next year.
 *
 * <p>The messages are stored with it: the sentence somebody was given stays the sentence that was given.
 */
record DecisionDocument(
        Cause cause,
        List<ReasonGiven> reasons,
        List<RequirementLooked> requirements,
        NextMove nextAction,
        @JsonInclude(JsonInclude.Include.NON_NULL) WaiverSeen waiver,
        EvidenceSeen evidence) {

    /** Of a stored decision what every reader of the request is shown. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Shown(List<ReasonGiven> reasons, NextMove nextAction, WaiverSeen waiver) {}

    /** What two officers do not insist on for a time. */
    record WaiverSeen(UUID expeditionId, String reference, Instant grantedAt, Instant validUntil) {
        static WaiverSeen of(Waiver waiver) {
            return new WaiverSeen(waiver.expeditionId(), waiver.reference(), waiver.grantedAt(), waiver.validUntil());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ReasonGiven(HoldReason code, Recourse recourse, Message message, List<String> problems) {
        static ReasonGiven of(Reason reason) {
            return new ReasonGiven(
                    reason.code(), reason.code().recourse(), reason.code().message(), reason.problems());
        }

        boolean is(Reason reason) {
            List<String> given = problems == null ? List.of() : problems;
            return code == reason.code() && given.equals(reason.problems());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RequirementLooked(
            Requirement.Code code, boolean satisfied, String proof, List<HoldReason> reasons, UUID waivedBy) {
        static RequirementLooked of(Requirement requirement) {
            if (requirement instanceof Requirement.Satisfied satisfied) {
                return new RequirementLooked(satisfied.code(), true, satisfied.proof(), null, null);
            }
            if (requirement instanceof Requirement.Waived waived) {
                return unsatisfied(waived.original(), waived.waiver().expeditionId());
            }
            return unsatisfied((Requirement.Unsatisfied) requirement, null);
        }

        /** What was waived is told as what it is: not satisfied. */
        private static RequirementLooked unsatisfied(Requirement.Unsatisfied unsatisfied, UUID waivedBy) {
            return new RequirementLooked(
                    unsatisfied.code(),
                    false,
                    null,
                    unsatisfied.reasons().stream().map(Reason::code).toList(),
                    waivedBy);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NextMove(NextAction.Owner by, NextAction.Action what, Message message, Instant dueAt) {
        static NextMove of(NextAction next) {
            return new NextMove(
                    next.by(), next.what(), next.what().message(), next.dueAt().orElse(null));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EvidenceSeen(
            Instant at,
            ReleaseKind kind,
            String filingNumber,
            boolean publisherRegistered,
            long statusVersion,
            long regimeVersion,
            UUID guidanceMeasureId,
            UUID banMeasureId,
            List<UUID> reviewWindowIds,
            String policyVersion,
            String policyHash,
            TestSeen test,
            WaiverSeen waiver) {

        static EvidenceSeen of(Evidence evidence) {
            EnforcedStanding standing = evidence.standing();
            return new EvidenceSeen(
                    evidence.at(),
                    evidence.kind(),
                    evidence.filingNumber().orElse(null),
                    standing.registered(),
                    standing.statusVersion(),
                    standing.regimeVersion(),
                    standing.guidance().orElse(null),
                    standing.ban().orElse(null),
                    standing.windows().stream()
                            .map(EnforcedStanding.OpenWindow::id)
                            .toList(),
                    standing.policy().map(Policy::version).orElse(null),
                    standing.policy().map(Policy::hash).orElse(null),
                    TestSeen.of(evidence.test()),
                    evidence.waiver().map(WaiverSeen::of).orElse(null));
        }
    }

    /** @param facts which kind of {@link TestFacts} was seen, for example {@code Open} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestSeen(String facts, UUID id, String policyVersion, Instant dueAt, Instant concludedAt) {
        static TestSeen of(TestFacts facts) {
            String name = facts.getClass().getSimpleName();
            if (facts instanceof TestFacts.Open open) {
                return new TestSeen(name, open.id(), open.policyVersion(), open.dueAt(), null);
            }
            if (facts instanceof TestFacts.AwaitingArtifact awaiting) {
                return new TestSeen(name, awaiting.id(), awaiting.policyVersion(), awaiting.dueAt(), null);
            }
            if (facts instanceof TestFacts.AwaitingPublisher awaiting) {
                return new TestSeen(name, awaiting.id(), awaiting.policyVersion(), null, null);
            }
            if (facts instanceof TestFacts.Passed passed) {
                return new TestSeen(name, passed.id(), passed.policyVersion(), null, passed.concludedAt());
            }
            if (facts instanceof TestFacts.Failed failed) {
                return new TestSeen(name, failed.id(), failed.policyVersion(), null, failed.concludedAt());
            }
            return new TestSeen(name, null, null, null, null);
        }
    }

    static DecisionDocument of(Cause cause, Decision decision) {
        return new DecisionDocument(
                cause,
                decision.reasons().stream().map(ReasonGiven::of).toList(),
                decision.requirements().stream().map(RequirementLooked::of).toList(),
                NextMove.of(decision.nextAction()),
                decision.waiver().map(WaiverSeen::of).orElse(null),
                EvidenceSeen.of(decision.evidence()));
    }

    /** Whether a reader would be told the same by a new decision of the same outcome. */
    boolean saysTheSameAs(Decision decision) {
        List<Reason> now = decision.reasons();
        if (reasons.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!reasons.get(i).is(now.get(i))) {
                return false;
            }
        }
        return nextAction.equals(NextMove.of(decision.nextAction()));
    }
}
