package io.gatekeeper.publisher;

import io.gatekeeper.time.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "publisher_alias")
class PublisherAliasRow {

    @Id
    UUID id;

    @Column(name = "publisher_id")
    String publisherId;

    String name;

    String normalised;

    @Column(name = "added_at")
    Instant addedAt;

    @Column(name = "added_by")
    String addedBy;

    @Column(name = "removed_at")
    Instant removedAt;

    @Column(name = "removed_by")
    String removedBy;

    static PublisherAliasRow of(CreditCode publisher, String name, String officer, Instant at) {
        PublisherAliasRow row = new PublisherAliasRow();
        row.id = Ids.next();
        row.publisherId = publisher.value();
        row.name = name;
        row.normalised = CompanyName.of(name).normalised();
        row.addedAt = at;
        row.addedBy = officer;
        return row;
    }
}
