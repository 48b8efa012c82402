package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * The wish to expedite a release as the contract shows it.
 *
 * @param dueAt      by when an officer decides
 * @param proposal   of the officer who would grant it
 * @param decision   what was decided, by whom, when and why
 * @param validUntil until when the release need not wait for the verdict
 * @param followUp   what the test said afterwards
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExpeditionView(
        UUID id,
        UUID releaseRequestId,
        String platformId,
        String publisherId,
        ExpeditionState state,
        String reason,
        String reference,
        Instant requestedAt,
        Instant dueAt,
        Said proposal,
        Said decision,
        Instant validUntil,
        ExpeditionFollowUp followUp) {

    /** @param by the officer, shown to authorities only */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(String by, String reason, Instant at) {}

    /** @param releaseState where the release stood then: what is listed stays listed */
    record ExpeditionFollowUp(ExpeditionRow.TestVerdict verdict, ReleaseState releaseState, Instant at) {}

    /** @param names whether the reader is an authority */
    static ExpeditionView of(ExpeditionRow row, boolean names) {
        return new ExpeditionView(
                row.id,
                row.releaseRequestId,
                row.platformId,
                row.publisherId,
                row.state,
                row.reason,
                row.reference,
                row.requestedAt,
                row.decidedAt == null ? row.dueAt : null,
                said(row.proposedBy, row.proposalReason, row.proposedAt, names),
                said(row.decidedBy, row.decisionReason, row.decidedAt, names),
                row.validUntil,
                row.followedUpAt == null
                        ? null
                        : new ExpeditionFollowUp(row.verdict, row.stateAtVerdict, row.followedUpAt));
    }

    private static Said said(String by, String reason, Instant at, boolean names) {
        return at == null ? null : new Said(names ? by : null, reason, at);
    }
}
