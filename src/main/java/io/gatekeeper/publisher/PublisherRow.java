package io.gatekeeper.publisher;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.batching.RowReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@Entity
@Table(name = "publisher")
class PublisherRow {

    /** All of a row: it is read, changed and written as a whole under its lock, in round trips with what belongs to it. */
    static final Columns<PublisherRow> COLUMNS = new Columns<PublisherRow>("publisher")
            .text("credit_code", row -> row.creditCode)
            .text("name", row -> row.name)
            .instant("registered_at", row -> row.registeredAt)
            .number("status_version", row -> row.statusVersion)
            .id("guidance_measure_id", row -> row.guidanceMeasureId)
            .id("ban_measure_id", row -> row.banMeasureId)
            .instant("changed_at", row -> row.changedAt)
            .instant("recount_at", row -> row.recountAt);

    @Id
    @Column(name = "credit_code")
    String creditCode;

    String name;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "status_version")
    long statusVersion;

    @Column(name = "guidance_measure_id")
    UUID guidanceMeasureId;

    @Column(name = "ban_measure_id")
    UUID banMeasureId;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "recount_at")
    Instant recountAt;

    /** In the order of {@link #COLUMNS}. */
    static PublisherRow read(RowReader columns) throws SQLException {
        PublisherRow row = new PublisherRow();
        row.creditCode = columns.text();
        row.name = columns.text();
        row.registeredAt = columns.instant();
        row.statusVersion = columns.number();
        row.guidanceMeasureId = columns.uuid();
        row.banMeasureId = columns.uuid();
        row.changedAt = columns.instant();
        row.recountAt = columns.instant();
        return row;
    }

    boolean isRegisteredOtherwise(PublisherFacts before) {
        return !before.name().equals(Optional.ofNullable(name))
                || !before.registeredAt().equals(Optional.ofNullable(registeredAt));
    }

    /** An unregistered publisher is held, so this changes what is enforced: the version rises in the same statement. */
    void register(Instant at) {
        registeredAt = at;
        changedAt = at;
        statusVersion++;
    }
}
