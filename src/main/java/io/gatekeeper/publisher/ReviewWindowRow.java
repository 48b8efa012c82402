package io.gatekeeper.publisher;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

@Entity
@Table(name = "review_window")
class ReviewWindowRow {

    @Id
    UUID id;

    @Column(name = "starts_at")
    Instant startsAt;

    @Column(name = "ends_at")
    Instant endsAt;

    String[] kinds;

    String reason;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "recorded_by")
    String recordedBy;

    @Column(name = "confirmed_at")
    Instant confirmedAt;

    @Column(name = "confirmed_by")
    String confirmedBy;

    @Column(name = "ended_at")
    Instant endedAt;

    @Column(name = "ended_by")
    String endedBy;

    @Column(name = "end_proposed_by")
    String endProposedBy;

    @Column(name = "end_reason")
    String endReason;

    static ReviewWindowRow of(ReviewWindow window) {
        ReviewWindowRow row = new ReviewWindowRow();
        row.id = window.id();
        row.startsAt = window.from();
        row.endsAt = window.to();
        row.kinds = window.kinds().stream().map(Enum::name).sorted().toArray(String[]::new);
        row.reason = window.reason();
        row.recordedAt = window.recorded().at();
        row.recordedBy = window.recorded().by();
        return row;
    }

    ReviewWindow window() {
        Set<ReleaseKind> releaseKinds = EnumSet.noneOf(ReleaseKind.class);
        Arrays.stream(kinds).map(ReleaseKind::valueOf).forEach(releaseKinds::add);
        return new ReviewWindow(
                id,
                startsAt,
                endsAt,
                Collections.unmodifiableSet(releaseKinds),
                reason,
                new ReviewWindow.Recording(recordedBy, recordedAt),
                state());
    }

    /** Takes over the state a step of the life has led to. */
    void become(ReviewWindow.State state) {
        if (state instanceof ReviewWindow.State.Confirmed confirmed) {
            confirmedAt = confirmed.at();
            confirmedBy = confirmed.by();
        } else if (state instanceof ReviewWindow.State.Ended ended) {
            endedAt = ended.ending().at();
            endedBy = ended.ending().by();
            endProposedBy = ended.ending().proposedBy();
            endReason = ended.ending().reason();
        }
    }

    private ReviewWindow.State state() {
        if (confirmedAt == null) {
            return new ReviewWindow.State.Recorded();
        }
        ReviewWindow.State.Confirmed confirmed = new ReviewWindow.State.Confirmed(confirmedBy, confirmedAt);
        return endedAt == null
                ? confirmed
                : new ReviewWindow.State.Ended(confirmed, new Ending(endProposedBy, endedBy, endReason, endedAt));
    }
}
