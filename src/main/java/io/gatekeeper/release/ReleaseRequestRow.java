package io.gatekeeper.release;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.NextAction;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A release request as stored: its submission, where its life stands, and what its last decision rested on. */
@Entity
@Table(name = "release_request")
class ReleaseRequestRow {

    /** What a new decision may change, besides the version. */
    static final Columns<ReleaseRequestRow> DECIDED = new Columns<ReleaseRequestRow>("release_request")
            .id("id", row -> row.id)
            .named("state", row -> row.state)
            .integer("decision_sequence", row -> row.decisionSequence)
            .named("outcome", row -> row.outcome)
            .number("checked_status_version", row -> row.checkedStatusVersion)
            .number("checked_regime_version", row -> row.checkedRegimeVersion)
            .instant("valid_until", row -> row.validUntil)
            .instant("held_since", row -> row.heldSince)
            .named("next_by", row -> row.nextBy)
            .instant("next_due_at", row -> row.nextDueAt)
            .text("test_requested_policy", row -> row.testRequestedPolicy)
            .instant("test_requested_at", row -> row.testRequestedAt)
            .instant("closed_at", row -> row.closedAt)
            .id("expedition_id", row -> row.expeditionId);

    /** Inserts new requests; what their life adds later is Hibernate's. */
    static final Columns<ReleaseRequestRow> NEW = DECIDED.copy()
            .text("platform_id", row -> row.platformId)
            .text("publisher_id", row -> row.publisherId)
            .named("kind", row -> row.kind)
            .text("package_name", row -> row.packageName)
            .named("os", row -> row.os)
            .text("version_name", row -> row.versionName)
            .integer("version_code", row -> row.versionCode)
            .text("sha256", row -> row.sha256)
            .text("submission", row -> row.submission)
            .text("submission_digest", row -> row.submissionDigest)
            .instant("submitted_at", row -> row.submittedAt)
            .integer("row_version", row -> row.rowVersion);

    @Id
    private UUID id;

    @Column(name = "platform_id")
    private String platformId;

    @Column(name = "publisher_id")
    private String publisherId;

    @Enumerated(EnumType.STRING)
    private ReleaseKind kind;

    @Column(name = "package_name")
    private String packageName;

    @Enumerated(EnumType.STRING)
    private Os os;

    @Column(name = "version_name")
    private String versionName;

    @Column(name = "version_code")
    private int versionCode;

    private String sha256;

    private String submission;

    @Column(name = "submission_digest")
    private String submissionDigest;

    @Column(name = "submitted_at")
    private Instant submittedAt;

    @Enumerated(EnumType.STRING)
    private ReleaseState state;

    @Column(name = "decision_sequence")
    private int decisionSequence;

    @Enumerated(EnumType.STRING)
    private Outcome outcome;

    @Column(name = "checked_status_version")
    private long checkedStatusVersion;

    @Column(name = "checked_regime_version")
    private long checkedRegimeVersion;

    @Column(name = "valid_until")
    private Instant validUntil;

    @Column(name = "held_since")
    private Instant heldSince;

    @Enumerated(EnumType.STRING)
    @Column(name = "next_by")
    private NextAction.Owner nextBy;

    @Column(name = "next_due_at")
    private Instant nextDueAt;

    @Column(name = "test_requested_policy")
    private String testRequestedPolicy;

    @Column(name = "test_requested_at")
    private Instant testRequestedAt;

    @Column(name = "closed_at")
    private Instant closedAt;

    @Column(name = "superseded_by")
    private UUID supersededBy;

    /** The expedition it was granted; null for all but a few. */
    @Column(name = "expedition_id")
    private UUID expeditionId;

    @Version
    @Column(name = "row_version")
    private int rowVersion;

    protected ReleaseRequestRow() {
        // For Hibernate only.
    }

    static ReleaseRequestRow of(
            UUID id, String platformId, Submission submission, StoredSubmission stored, Decision decision) {
        ReleaseRequestRow row = new ReleaseRequestRow();
        row.id = id;
        row.platformId = platformId;
        row.publisherId = submission.publisherId();
        row.kind = submission.kind();
        row.packageName = submission.app().packageName();
        row.os = submission.app().os();
        row.versionName = submission.version().name();
        row.versionCode = submission.version().code().intValue();
        row.sha256 = submission.artifact().sha256();
        row.submission = stored.json();
        row.submissionDigest = stored.digest();
        row.submittedAt = decision.decidedAt();
        row.decided(ReleaseRequest.submitted(id, decision), decision);
        return row;
    }

    /** The domain's view of where this request stands. */
    ReleaseRequest request() {
        return switch (state) {
            case HELD -> new ReleaseRequest.Held(id, heldSince);
            case CLEARED -> new ReleaseRequest.Cleared(id);
            case LISTED -> new ReleaseRequest.Listed(id, closedAt);
            case REJECTED -> new ReleaseRequest.Rejected(id, closedAt);
            case WITHDRAWN -> new ReleaseRequest.Withdrawn(id, closedAt);
            case SUPERSEDED -> new ReleaseRequest.Superseded(id, supersededBy, closedAt);
        };
    }

    /** Takes over a decision and what it made of the request. */
    void decided(ReleaseRequest next, Decision decision) {
        decisionSequence++;
        outcome = decision.outcome();
        looked(decision);
        nextBy = decision.nextAction().by();
        nextDueAt = decision.nextAction().dueAt().orElse(null);
        become(next);
    }

    /**
     * Notes that the present facts were looked at and lead to the decision that stands already.
     *
     * @return whether there was anything to note
     */
    boolean looked(Decision decision) {
        boolean noted = checkedStatusVersion == decision.statusVersion()
                && checkedRegimeVersion == decision.regimeVersion()
                && Objects.equals(validUntil, decision.validUntil().orElse(null));
        checkedStatusVersion = decision.statusVersion();
        checkedRegimeVersion = decision.regimeVersion();
        validUntil = decision.validUntil().orElse(null);
        return !noted;
    }

    /** Takes over where the request stands now. */
    void become(ReleaseRequest next) {
        state = next.state();
        heldSince = null;
        closedAt = next instanceof ReleaseRequest.Open ? null : closedAt;
        if (next instanceof ReleaseRequest.Held held) {
            heldSince = held.heldSince();
        } else if (next instanceof ReleaseRequest.Listed listed) {
            closedAt = listed.at();
        } else if (next instanceof ReleaseRequest.Rejected rejected) {
            closedAt = rejected.at();
        } else if (next instanceof ReleaseRequest.Withdrawn withdrawn) {
            closedAt = withdrawn.at();
        } else if (next instanceof ReleaseRequest.Superseded superseded) {
            closedAt = superseded.at();
            supersededBy = superseded.by();
        }
        if (!(next instanceof ReleaseRequest.Open)) {
            validUntil = null;
        }
    }

    void testRequested(String policyVersion, Instant at) {
        testRequestedPolicy = policyVersion;
        testRequestedAt = at;
    }

    void testNoLongerRequested() {
        testRequestedPolicy = null;
        testRequestedAt = null;
    }

    /** Two officers granted it an expedition. */
    void expedited(UUID expedition) {
        expeditionId = expedition;
    }

    Optional<UUID> expeditionId() {
        return Optional.ofNullable(expeditionId);
    }

    /**
     * Whether the last look at the facts no longer tells of the present ones. That of an expedited release never does: it may
     * be cleared before its verdict, so whoever reads or lists it looks whether there is one by now.
     */
    boolean isStale(long statusVersion, long regimeVersion, Instant now) {
        return (state == ReleaseState.HELD || state == ReleaseState.CLEARED)
                && (expeditionId != null || isOvertaken(statusVersion, regimeVersion, now));
    }

    /** Whether what it rests on has moved since. */
    boolean isOvertaken(long statusVersion, long regimeVersion, Instant now) {
        return checkedStatusVersion != statusVersion
                || checkedRegimeVersion != regimeVersion
                || (validUntil != null && !now.isBefore(validUntil));
    }

    TestSubject subject() {
        return new TestSubject(publisherId, packageName, os.name(), sha256);
    }

    UUID id() {
        return id;
    }

    String platformId() {
        return platformId;
    }

    CreditCode publisher() {
        return new CreditCode(publisherId);
    }

    String submission() {
        return submission;
    }

    String submissionDigest() {
        return submissionDigest;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    ReleaseState state() {
        return state;
    }

    int decisionSequence() {
        return decisionSequence;
    }

    Outcome outcome() {
        return outcome;
    }

    Optional<String> testRequestedPolicy() {
        return Optional.ofNullable(testRequestedPolicy);
    }

    Optional<Instant> testRequestedAt() {
        return Optional.ofNullable(testRequestedAt);
    }

    Optional<Instant> heldSince() {
        return Optional.ofNullable(heldSince);
    }

    int rowVersion() {
        return rowVersion;
    }

    Instant closedAt() {
        return closedAt;
    }

    UUID supersededBy() {
        return supersededBy;
    }
}
