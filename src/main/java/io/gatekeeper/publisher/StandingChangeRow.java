package io.gatekeeper.publisher;

import io.gatekeeper.batching.Columns;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "standing_change")
@IdClass(StandingChangeRow.Key.class)
class StandingChangeRow {

    static final Columns<StandingChangeRow> COLUMNS = new Columns<StandingChangeRow>("standing_change")
            .text("publisher_id", row -> row.publisherId)
            .number("status_version", row -> row.statusVersion)
            .named("previous_standing", row -> row.previousStanding)
            .named("standing", row -> row.standing)
            .text("period", row -> row.period)
            .integer("strike_count", row -> row.strikeCount)
            .id("guidance_measure_id", row -> row.guidanceMeasureId)
            .id("ban_measure_id", row -> row.banMeasureId)
            .text("policy_version", row -> row.policyVersion)
            .named("cause", row -> row.cause)
            .text("cause_id", row -> row.causeId)
            .text("changed_by", row -> row.changedBy)
            .instant("changed_at", row -> row.changedAt);

    record Key(String publisherId, long statusVersion) implements Serializable {}

    @Id
    @Column(name = "publisher_id")
    String publisherId;

    @Id
    @Column(name = "status_version")
    long statusVersion;

    @Enumerated(EnumType.STRING)
    @Column(name = "previous_standing")
    Standing previousStanding;

    @Enumerated(EnumType.STRING)
    Standing standing;

    String period;

    @Column(name = "strike_count")
    int strikeCount;

    @Column(name = "guidance_measure_id")
    UUID guidanceMeasureId;

    @Column(name = "ban_measure_id")
    UUID banMeasureId;

    @Column(name = "policy_version")
    String policyVersion;

    @Enumerated(EnumType.STRING)
    Cause.Type cause;

    @Column(name = "cause_id")
    String causeId;

    @Column(name = "changed_by")
    String changedBy;

    @Column(name = "changed_at")
    Instant changedAt;

    static StandingChangeRow of(StandingChanges.Change change, Policy policy, Cause cause, String by) {
        PublisherRow publisher = change.row();
        StandingChangeRow row = new StandingChangeRow();
        row.publisherId = publisher.creditCode;
        row.statusVersion = publisher.statusVersion;
        row.previousStanding = change.was().standing();
        row.standing = change.is().standing();
        row.period = change.is().strikes().period();
        row.strikeCount = change.is().strikes().count();
        row.guidanceMeasureId = publisher.guidanceMeasureId;
        row.banMeasureId = publisher.banMeasureId;
        row.policyVersion = policy.version();
        row.cause = cause.type();
        row.causeId = cause.id();
        row.changedBy = by;
        row.changedAt = publisher.changedAt;
        return row;
    }
}
