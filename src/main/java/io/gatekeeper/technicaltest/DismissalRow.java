package io.gatekeeper.technicaltest;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A laboratory's word, or the gate's own, that a finding of the screening is none, as it is stored; never changed. */
@Entity
@Table(name = "finding_dismissal")
class DismissalRow {

    @Id
    @Column(name = "finding_id")
    UUID findingId;

    String reason;
    String laboratory;

    @Column(name = "dismissed_by")
    String dismissedBy;

    @Column(name = "dismissed_at")
    Instant dismissedAt;

    static DismissalRow of(FindingRow finding, String reason, Actor by, Instant at) {
        DismissalRow row = new DismissalRow();
        row.findingId = finding.id;
        row.reason = reason;
        row.laboratory = by.organisation();
        row.dismissedBy = by.subject();
        row.dismissedAt = at;
        return row;
    }

    /** True when a screening took its finding back, which no laboratory has judged then. */
    boolean isByTheGate() {
        return laboratory.equals(Actor.GATE.organisation());
    }
}
