package io.gatekeeper.technicaltest;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One release request that waits, or waited, for a technical test. */
@Entity
@Table(name = "test_request")
class RequestRow {

    @Embeddable
    record Key(
            @Column(name = "test_id") UUID testId,
            @Column(name = "release_request_id") UUID releaseRequestId) {}

    @EmbeddedId
    Key key;

    @Column(name = "platform_id")
    String platformId;

    String kind;

    @Column(name = "decision_sequence")
    long decisionSequence;

    @Column(name = "requested_at")
    Instant requestedAt;

    @Column(name = "no_longer_needed_at")
    Instant noLongerNeededAt;

    String cause;
}
