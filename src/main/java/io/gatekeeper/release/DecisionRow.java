package io.gatekeeper.release;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Outcome;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One decision, written once and never changed. */
@Entity
@Immutable
@Table(name = "decision")
class DecisionRow {

    static final Columns<DecisionRow> COLUMNS = new Columns<DecisionRow>("decision")
            .id("release_request_id", row -> row.key.releaseRequestId())
            .integer("sequence", row -> row.key.sequence())
            .text("publisher_id", row -> row.publisherId)
            .named("outcome", row -> row.outcome)
            .instant("decided_at", row -> row.decidedAt)
            .text("policy_version", row -> row.policyVersion)
            .number("status_version", row -> row.statusVersion)
            .number("regime_version", row -> row.regimeVersion)
            .text("document", row -> row.document);

    @EmbeddedId
    private Key key;

    @Column(name = "publisher_id")
    private String publisherId;

    @Enumerated(EnumType.STRING)
    private Outcome outcome;

    @Column(name = "decided_at")
    private Instant decidedAt;

    @Column(name = "policy_version")
    private String policyVersion;

    @Column(name = "status_version")
    private long statusVersion;

    @Column(name = "regime_version")
    private long regimeVersion;

    private String document;

    @Embeddable
    record Key(
            @Column(name = "release_request_id") UUID releaseRequestId,
            @Column(name = "sequence") int sequence) implements Serializable {}

    protected DecisionRow() {
        // For Hibernate only.
    }

    static DecisionRow of(UUID releaseRequestId, int sequence, Decision decision, String document) {
        DecisionRow row = new DecisionRow();
        row.key = new Key(releaseRequestId, sequence);
        row.publisherId = decision.evidence().standing().publisher().value();
        row.outcome = decision.outcome();
        row.decidedAt = decision.decidedAt();
        row.policyVersion = decision.policyVersion().orElse(null);
        row.statusVersion = decision.statusVersion();
        row.regimeVersion = decision.regimeVersion();
        row.document = document;
        return row;
    }

    UUID releaseRequestId() {
        return key.releaseRequestId();
    }

    int sequence() {
        return key.sequence();
    }

    Outcome outcome() {
        return outcome;
    }

    Instant decidedAt() {
        return decidedAt;
    }

    String policyVersion() {
        return policyVersion;
    }

    long statusVersion() {
        return statusVersion;
    }

    long regimeVersion() {
        return regimeVersion;
    }

    String document() {
        return document;
    }
}
