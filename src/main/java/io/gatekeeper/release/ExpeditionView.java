package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.identity.OfficerSaid;
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
        OfficerSaid proposal,
        OfficerSaid decision,
        Instant validUntil,
        ExpeditionFollowUp followUp) {

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
                row.decision == null ? row.dueAt : null,
                OfficerSaid.to(names, row.proposal),
                OfficerSaid.to(names, row.decision),
                row.validUntil,
                row.followedUpAt == null
                        ? null
                        : new ExpeditionFollowUp(row.verdict, row.stateAtVerdict, row.followedUpAt));
    }
}
