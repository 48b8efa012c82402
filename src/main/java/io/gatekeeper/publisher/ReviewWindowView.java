package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A review window as the contract shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReviewWindowView(
        UUID id,
        State state,
        Instant from,
        Instant to,
        Set<ReleaseKind> kinds,
        String reason,
        Instant recordedAt,
        String recordedBy,
        Instant confirmedAt,
        String confirmedBy,
        End end) {

    enum State {
        RECORDED,
        CONFIRMED,
        ENDED
    }

    record End(Instant at, String proposedBy, String by, String reason) {}

    static ReviewWindowView of(ReviewWindowRow row) {
        State state = row.confirmedAt == null ? State.RECORDED : row.endedAt == null ? State.CONFIRMED : State.ENDED;
        return new ReviewWindowView(
                row.id,
                state,
                row.startsAt,
                row.endsAt,
                new TreeSet<>(row.window().kinds()),
                row.reason,
                row.recordedAt,
                row.recordedBy,
                row.confirmedAt,
                row.confirmedBy,
                row.endedAt == null ? null : new End(row.endedAt, row.endProposedBy, row.endedBy, row.endReason));
    }
}
