package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A measure as officers and auditors see it.
 *
 * @param imposedBy {@code system} where the count of notices imposed it
 * @param noticeId  the notice that did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MeasureView(
        UUID id,
        CreditCode publisherId,
        MeasureType type,
        State state,
        MeasureRow.Channel channel,
        String legalBasis,
        String reason,
        String noticeId,
        String imposedBy,
        Instant inForceFrom,
        boolean confirmed,
        Instant confirmationDueAt,
        Instant escalatedAt,
        Instant confirmedAt,
        String confirmedBy,
        End end,
        List<Warning> warnings) {

    /** A confirmed measure is in force like any other; that it is confirmed stands beside. */
    enum State {
        IN_FORCE,
        LIFTED,
        RESCINDED
    }

    record End(Instant at, String proposedBy, String by, String reason) {}

    static MeasureView of(MeasureRow row) {
        CreditCode publisher = new CreditCode(row.publisherId);
        return new MeasureView(
                row.id,
                publisher,
                row.type,
                row.endedAs == null ? State.IN_FORCE : State.valueOf(row.endedAs.name()),
                row.channel,
                row.legalBasis,
                row.reason,
                row.noticeId,
                row.noticeId == null ? row.imposedBy : StandingUpdates.SYSTEM,
                row.inForceFrom,
                row.confirmedAt != null,
                row.confirmationDueAt,
                row.escalatedAt,
                row.confirmedAt,
                row.confirmedBy,
                row.endedAt == null ? null : new End(row.endedAt, row.endProposedBy, row.endedBy, row.endReason),
                Warning.about(publisher, "/publisherId"));
    }
}
