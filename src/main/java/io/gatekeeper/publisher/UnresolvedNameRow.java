package io.gatekeeper.publisher;

import io.gatekeeper.time.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "unresolved_name")
class UnresolvedNameRow {

    @Id
    UUID id;

    String name;

    String normalised;

    @Column(name = "first_seen_at")
    Instant firstSeenAt;

    @Column(name = "publisher_id")
    String publisherId;

    @Column(name = "resolved_at")
    Instant resolvedAt;

    @Column(name = "resolved_by")
    String resolvedBy;

    static UnresolvedNameRow of(String name, Instant at) {
        UnresolvedNameRow row = new UnresolvedNameRow();
        row.id = Ids.next();
        row.name = name;
        row.normalised = CompanyName.of(name).normalised();
        row.firstSeenAt = at;
        return row;
    }

    void resolve(CreditCode publisher, String officer, Instant at) {
        publisherId = publisher.value();
        resolvedAt = at;
        resolvedBy = officer;
    }
}
