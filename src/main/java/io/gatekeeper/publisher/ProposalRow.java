package io.gatekeeper.publisher;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "proposal")
class ProposalRow {

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    TwoOfficers.Act act;

    @Column(name = "subject_id")
    String subjectId;

    String reason;

    @Column(name = "proposed_by")
    String proposedBy;

    @Column(name = "proposed_at")
    Instant proposedAt;

    @Column(name = "agreed_by")
    String agreedBy;

    @Column(name = "agreed_at")
    Instant agreedAt;

    @Column(name = "agreed_reason")
    String agreedReason;
}
