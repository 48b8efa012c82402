package io.gatekeeper.publisher;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.batching.RowReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** Written column by column: the sweeper marks escalations beside officers, without the lock of the publisher. */
@Entity
@DynamicUpdate
@Table(name = "measure")
class MeasureRow {

    /** Inserts what was just imposed; what follows is Hibernate's. */
    static final Columns<MeasureRow> NEW = new Columns<MeasureRow>("measure")
            .id("id", row -> row.id)
            .text("publisher_id", row -> row.publisherId)
            .named("type", row -> row.type)
            .named("channel", row -> row.channel)
            .text("legal_basis", row -> row.legalBasis)
            .text("reason", row -> row.reason)
            .text("notice_id", row -> row.noticeId)
            .text("notice_recorded_by", row -> row.noticeRecordedBy)
            .text("imposed_by", row -> row.imposedBy)
            .instant("imposed_at", row -> row.imposedAt)
            .instant("in_force_from", row -> row.inForceFrom)
            .instant("confirmation_due_at", row -> row.confirmationDueAt);

    /** How the order reached the gate. */
    enum Channel {
        PHONE,
        WRITTEN
    }

    enum Ended {
        LIFTED,
        RESCINDED
    }

    @Id
    UUID id;

    @Column(name = "publisher_id")
    String publisherId;

    @Enumerated(EnumType.STRING)
    MeasureType type;

    @Enumerated(EnumType.STRING)
    Channel channel;

    @Column(name = "legal_basis")
    String legalBasis;

    String reason;

    @Column(name = "notice_id")
    String noticeId;

    @Column(name = "notice_recorded_by")
    String noticeRecordedBy;

    @Column(name = "imposed_by")
    String imposedBy;

    @Column(name = "imposed_at")
    Instant imposedAt;

    @Column(name = "in_force_from")
    Instant inForceFrom;

    @Column(name = "confirmation_due_at")
    Instant confirmationDueAt;

    @Column(name = "escalated_at")
    Instant escalatedAt;

    @Column(name = "confirmed_at")
    Instant confirmedAt;

    @Column(name = "confirmed_by")
    String confirmedBy;

    @Enumerated(EnumType.STRING)
    @Column(name = "ended_as")
    Ended endedAs;

    @Column(name = "ended_at")
    Instant endedAt;

    @Column(name = "ended_by")
    String endedBy;

    @Column(name = "end_proposed_by")
    String endProposedBy;

    @Column(name = "end_reason")
    String endReason;

    /** Legal basis, reason and channel are the caller's to add. */
    static MeasureRow of(Measure measure, Policy policy) {
        MeasureRow row = new MeasureRow();
        row.id = measure.id();
        row.publisherId = measure.publisher().value();
        row.type = measure.type();
        row.imposedBy = measure.imposition().by();
        row.imposedAt = measure.imposition().at();
        row.inForceFrom = measure.imposition().inForceFrom();
        row.confirmationDueAt = row.imposedAt
                .atZone(policy.zone())
                .plus(policy.confirmationTerm())
                .toInstant();
        measure.imposition().noticed().ifPresent(noticed -> {
            row.noticeId = noticed.noticeId();
            row.noticeRecordedBy = noticed.recordedBy();
        });
        return row;
    }

    /** What the law is about, from its id to why it ended, in the order read here; null where there is none. */
    static Measure read(RowReader columns, CreditCode publisher) throws SQLException {
        MeasureRow row = new MeasureRow();
        row.publisherId = publisher.value();
        row.id = columns.uuid();
        row.type = columns.named(MeasureType.class);
        row.imposedBy = columns.text();
        row.imposedAt = columns.instant();
        row.inForceFrom = columns.instant();
        row.noticeId = columns.text();
        row.noticeRecordedBy = columns.text();
        row.confirmedBy = columns.text();
        row.confirmedAt = columns.instant();
        row.endedAs = columns.named(Ended.class);
        row.endedBy = columns.text();
        row.endedAt = columns.instant();
        row.endProposedBy = columns.text();
        row.endReason = columns.text();
        return row.id == null ? null : row.measure();
    }

    Measure measure() {
        Optional<Measure.Noticed> noticed =
                noticeId == null ? Optional.empty() : Optional.of(new Measure.Noticed(noticeId, noticeRecordedBy));
        return new Measure(
                id,
                new CreditCode(publisherId),
                type,
                new Measure.Imposition(imposedBy, imposedAt, inForceFrom, noticed),
                state());
    }

    /** Takes over the state a step of the life has led to. */
    void become(MeasureState state) {
        if (state instanceof MeasureState.Confirmed confirmed) {
            confirmedAt = confirmed.at();
            confirmedBy = confirmed.by();
        } else if (state instanceof MeasureState.Lifted lifted) {
            end(Ended.LIFTED, lifted.ending());
        } else if (state instanceof MeasureState.Rescinded rescinded) {
            end(Ended.RESCINDED, rescinded.ending());
        }
    }

    private void end(Ended as, Ending ending) {
        endedAs = as;
        endedAt = ending.at();
        endedBy = ending.by();
        endProposedBy = ending.proposedBy();
        endReason = ending.reason();
    }

    private MeasureState state() {
        Optional<MeasureState.Confirmed> confirmed = confirmedAt == null
                ? Optional.empty()
                : Optional.of(new MeasureState.Confirmed(confirmedBy, confirmedAt));
        if (endedAs == null) {
            return confirmed.isPresent() ? confirmed.get() : new MeasureState.InForce();
        }
        Ending ending = new Ending(endProposedBy, endedBy, endReason, endedAt);
        return switch (endedAs) {
            case LIFTED -> new MeasureState.Lifted(confirmed, ending);
            case RESCINDED -> new MeasureState.Rescinded(confirmed, ending);
        };
    }
}
