package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A technical test as the contract shows it. What the viewer may not see is absent, not empty.
 *
 * @param queuePosition 1 for the next to be taken; absent when it is not queued or far back
 * @param expected      absent when nobody can say
 * @param owner         absent once the case is closed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TestView(
        UUID id,
        TestState state,
        String publisherId,
        App app,
        Version version,
        Artifact artifact,
        String policyVersion,
        Instant openedAt,
        Instant dueAt,
        boolean overdue,
        Integer queuePosition,
        Expected expected,
        ClaimView claim,
        Owner owner,
        List<Request> requests,
        List<InformationRequest> informationRequests,
        List<Finding> findings,
        Verdict verdict,
        Cancellation cancellation) {

    record App(String packageName, String os, String name) {}

    record Version(String name, long code) {}

    record Artifact(String sha256, long sizeBytes) {}

    record ClaimView(String by, Instant until) {}

    record Request(UUID releaseRequestId, String platformId, String kind, Instant requestedAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InformationRequest(
            int n,
            String question,
            Instant askedAt,
            Instant answerDueAt,
            String answer,
            Instant answeredAt,
            List<FindingRow.Evidence> files) {

        static InformationRequest of(InformationRequestRow row) {
            return new InformationRequest(
                    row.n,
                    row.question,
                    row.askedAt,
                    row.answerDueAt,
                    row.answer,
                    row.answeredAt,
                    row.answeredAt == null ? null : List.copyOf(row.files));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Finding(
            int n,
            FindingRow.Origin origin,
            String problem,
            Severity severity,
            String description,
            List<FindingRow.Evidence> evidence,
            String by,
            Instant foundAt,
            Dismissal dismissal) {

        static Finding of(FindingRow row) {
            return new Finding(
                    row.n,
                    row.origin,
                    row.problem,
                    row.severity,
                    row.description,
                    List.copyOf(row.evidence),
                    row.laboratory,
                    row.foundAt,
                    row.dismissal == null ? null : Dismissal.of(row.dismissal));
        }
    }

    /** Why a finding of the screening is none. */
    record Dismissal(String reason, String by, Instant dismissedAt) {

        static Dismissal of(DismissalRow row) {
            return new Dismissal(row.reason, row.laboratory, row.dismissedAt);
        }
    }

    record Verdict(TestState outcome, String summary, String by, Instant concludedAt) {}

    record Cancellation(String cause, Instant cancelledAt) {}

    /** Without what other tables hold. */
    static TestView of(TestRow row, Instant now, OptionalInt queuePosition, Expected expected, Owner owner) {
        TestState state = row.state();
        return new TestView(
                row.id,
                state,
                row.publisherId,
                new App(row.packageName, row.os, row.appName),
                new Version(row.versionName, row.versionCode),
                new Artifact(row.sha256, row.sizeBytes),
                row.policyVersion,
                row.openedAt,
                row.dueAt,
                row.overdueAt(now),
                queuePosition.isPresent() ? queuePosition.getAsInt() : null,
                expected,
                row.claimedUntil == null ? null : new ClaimView(row.laboratory, row.claimedUntil),
                owner,
                null,
                null,
                null,
                state.isConcluded() ? new Verdict(state, row.summary, concludedBy(row), row.concludedAt) : null,
                state == TestState.CANCELLED ? new Cancellation(row.cancelCause, row.cancelledAt) : null);
    }

    /** Where two laboratories contradicted each other, officers gave the verdict. */
    private static String concludedBy(TestRow row) {
        return row.contradictedAt == null ? row.laboratory : Actor.OFFICERS;
    }

    TestView with(List<Request> shown, List<InformationRequest> asked, List<Finding> found) {
        return new TestView(
                id,
                state,
                publisherId,
                app,
                version,
                artifact,
                policyVersion,
                openedAt,
                dueAt,
                overdue,
                queuePosition,
                expected,
                claim,
                owner,
                shown,
                asked,
                found,
                verdict,
                cancellation);
    }
}
