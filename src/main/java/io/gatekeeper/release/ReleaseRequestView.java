package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.gate.Message;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.release.DecisionDocument.NextMove;
import io.gatekeeper.release.DecisionDocument.ReasonGiven;
import io.gatekeeper.technicaltest.TestState;
import io.gatekeeper.technicaltest.TestSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A release request as its readers see it.
 *
 * @param nextAction absent once the request is listed, withdrawn or superseded
 * @param closedAt   when it was listed, rejected, withdrawn or superseded
 * @param etag       goes into the header, not into the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReleaseRequestView(
        UUID id,
        String platformId,
        ReleaseState state,
        ReleaseKind kind,
        String publisherId,
        Submission.App app,
        Submission.Version version,
        Submission.Artifact artifact,
        String filingNumber,
        Submission.Declarations declarations,
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
            List<ReasonGiven> reasons) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestShown(UUID id, TestState state, Instant dueAt, boolean overdue, Integer queuePosition) {
        static TestShown of(TestSummary test) {
            if (test == null) {
                return null;
            }
            Integer position = test.queuePosition().isPresent()
                    ? Integer.valueOf(test.queuePosition().getAsInt())
                    : null;
            return new TestShown(test.id(), test.state(), test.dueAt(), test.overdue(), position);
        }
    }

    /** Something a person should look at that keeps nothing from going on. */
    record Warning(String code, String pointer, Message message) {

        private static final Warning CREDIT_CODE_CHECK = new Warning(
                "CREDIT_CODE_CHECK",
                "/publisherId",
                new Message(
                        "The check character of the credit code is not the one GB 32100-2015 computes.",
                        "统一社会信用代码的校验码与GB 32100-2015的计算结果不符。"));

        static List<Warning> on(Submission submission) {
            return new CreditCode(submission.publisherId()).checks() ? List.of() : List.of(CREDIT_CODE_CHECK);
        }
    }
}
