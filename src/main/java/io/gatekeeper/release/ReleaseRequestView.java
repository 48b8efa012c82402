package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.publisher.Warning;
import io.gatekeeper.release.DecisionDocument.NextMove;
import io.gatekeeper.release.DecisionDocument.ReasonGiven;
import io.gatekeeper.release.DecisionDocument.WaiverSeen;
import io.gatekeeper.technicaltest.Expected;
import io.gatekeeper.technicaltest.TestState;
import io.gatekeeper.technicaltest.TestSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A release request as its readers see it.
 *
 * @param submission the fields of the {@link Submission}
 * @param nextAction absent once the request is listed, withdrawn or superseded
 * @param closedAt   when it was listed, rejected, withdrawn or superseded
 * @param etag       goes into the header, not into the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReleaseRequestView(
        UUID id,
        String platformId,
        ReleaseState state,
        @JsonUnwrapped StoredObject<Submission> submission,
        Instant submittedAt,
        DecisionShown decision,
        TestShown test,
        NextMove nextAction,
        Instant closedAt,
        UUID supersededBy,
        List<Warning> warnings,
        @JsonIgnore String etag) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DecisionShown(
            int sequence,
            Outcome outcome,
            Instant decidedAt,
            String policyVersion,
            long statusVersion,
            List<ReasonGiven> reasons,
            WaiverSeen waiver) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestShown(
            UUID id, TestState state, Instant dueAt, boolean overdue, Integer queuePosition, Expected expected) {
        static TestShown of(TestSummary test) {
            if (test == null) {
                return null;
            }
            Integer position = test.queuePosition().isPresent()
                    ? Integer.valueOf(test.queuePosition().getAsInt())
                    : null;
            return new TestShown(
                    test.id(),
                    test.state(),
                    test.dueAt(),
                    test.overdue(),
                    position,
                    test.expected().orElse(null));
        }
    }
}
