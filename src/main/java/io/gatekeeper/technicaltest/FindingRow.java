package io.gatekeeper.technicaltest;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One problem a laboratory found, as it is stored; never changed. */
@Entity
@Table(name = "finding")
class FindingRow {

    /** A file that shows the finding; the laboratory keeps it, the case knows its digest. */
    @Embeddable
    record Evidence(
            String sha256, @Column(name = "media_type") String mediaType, String name) {}

    /** Who found it. */
    enum Origin {
        LABORATORY,
        SCREENING
    }

    @Id
    UUID id;

    @Column(name = "test_id")
    UUID testId;

    int n;
    String problem;

    @Enumerated(EnumType.STRING)
    Severity severity;

    String description;

    @Enumerated(EnumType.STRING)
    Origin origin;

    /** Or the gate, when the screening found it. */
    String laboratory;

    @Column(name = "found_by")
    String foundBy;

    @Column(name = "found_at")
    Instant foundAt;

    @ElementCollection
    @CollectionTable(name = "finding_evidence", joinColumns = @JoinColumn(name = "finding_id"))
    @OrderColumn(name = "n")
    List<Evidence> evidence = new ArrayList<>();

    /** Null while it stands. */
    @OneToOne
    @PrimaryKeyJoinColumn
    DismissalRow dismissal;
}
