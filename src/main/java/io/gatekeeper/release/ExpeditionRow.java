package io.gatekeeper.release;

import io.gatekeeper.gate.Waiver;
import io.gatekeeper.identity.OfficerSaid;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The wish to expedite one release request, as stored; what may become of it is in {@link Expedition}. */
@Entity
@Table(name = "expedition")
class ExpeditionRow {

    @Id
    UUID id;

    @Column(name = "release_request_id")
    UUID releaseRequestId;

    @Column(name = "platform_id")
    String platformId;

    @Column(name = "publisher_id")
    String publisherId;

    @Column(name = "package_name")
    String packageName;

    String os;
    String sha256;

    @Enumerated(EnumType.STRING)
    ExpeditionState state;

    String reason;
    String reference;

    @Column(name = "requested_by")
    String requestedBy;

    @Column(name = "requested_at")
    Instant requestedAt;

    /** By when an officer decides. */
    @Column(name = "due_at")
    Instant dueAt;

    @Embedded
    @AttributeOverride(name = "by", column = @Column(name = "proposed_by"))
    @AttributeOverride(name = "reason", column = @Column(name = "proposal_reason"))
    @AttributeOverride(name = "at", column = @Column(name = "proposed_at"))
    OfficerSaid proposal;

    @Embedded
    @AttributeOverride(name = "by", column = @Column(name = "decided_by"))
    @AttributeOverride(name = "reason", column = @Column(name = "decision_reason"))
    @AttributeOverride(name = "at", column = @Column(name = "decided_at"))
    OfficerSaid decision;

    @Column(name = "valid_until")
    Instant validUntil;

    /** What the technical test said afterwards, and where the release stood then. */
    @Enumerated(EnumType.STRING)
    TestVerdict verdict;

    @Enumerated(EnumType.STRING)
    @Column(name = "state_at_verdict")
    ReleaseState stateAtVerdict;

    @Column(name = "followed_up_at")
    Instant followedUpAt;

    /** How the test that followed ended. */
    enum TestVerdict {
        PASSED,
        FAILED
    }

    Expedition expedition() {
        return switch (state) {
            case REQUESTED -> new Expedition.Requested();
            case PROPOSED -> new Expedition.Proposed(proposal);
            case GRANTED -> new Expedition.Granted(proposal, decision, validUntil);
            case REFUSED -> new Expedition.Refused(decision);
        };
    }

    void become(Expedition next) {
        state = next.state();
        if (next instanceof Expedition.Proposed proposed) {
            proposal = proposed.by();
        } else if (next instanceof Expedition.Granted granted) {
            decision = granted.by();
            validUntil = granted.validUntil();
        } else if (next instanceof Expedition.Refused refused) {
            decision = refused.by();
        }
    }

    TestSubject subject() {
        return new TestSubject(publisherId, packageName, os, sha256);
    }

    /** The test has its verdict. */
    void followedUp(TestVerdict said, ReleaseState release, Instant at) {
        verdict = said;
        stateAtVerdict = release;
        followedUpAt = at;
    }

    /** What it waives for the gate; only of one that was granted. */
    Waiver waiver() {
        return new Waiver(id, reference, decision.at(), validUntil);
    }
}
