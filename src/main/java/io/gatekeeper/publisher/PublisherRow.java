package io.gatekeeper.publisher;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "publisher")
class PublisherRow {

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

    /** An unregistered publisher is held, so this changes what is enforced: the version rises in the same statement. */
    void register(Instant at) {
        registeredAt = at;
        changedAt = at;
        statusVersion++;
    }
}
