package io.gatekeeper.appeal;

import io.gatekeeper.identity.OfficerSaid;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An appeal as stored; what may become of it is in {@link Appeal}. */
@Entity
@Table(name = "appeal")
class AppealRow {

    @Id
    UUID id;

    @Column(name = "publisher_id")
    String publisherId;

    @Column(name = "release_request_id")
    UUID releaseRequestId;

    @Column(name = "decision_sequence")
    int decisionSequence;

    @Enumerated(EnumType.STRING)
    AppealAgainst against;

    /** The technical test or the measure. */
    @Column(name = "subject_id")
    UUID subjectId;

    @Enumerated(EnumType.STRING)
    AppealState state;

    String reason;

    @Column(name = "filed_by")
    String filedBy;

    @Column(name = "filed_at")
    Instant filedAt;

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

    /** The release requests that were decided again because the verdict was set aside. */
    UUID[] reopened = {};

    Appeal appeal() {
        return switch (state) {
            case FILED -> new Appeal.Filed();
            case PROPOSED -> new Appeal.Proposed(proposal);
            case UPHELD -> new Appeal.Upheld(proposal, decision);
            case DISMISSED -> new Appeal.Dismissed(decision);
        };
    }

    void become(Appeal next) {
        state = next.state();
        if (next instanceof Appeal.Proposed proposed) {
            proposal = proposed.by();
        } else if (next instanceof Appeal.Upheld upheld) {
            decision = upheld.by();
        } else if (next instanceof Appeal.Dismissed dismissed) {
            decision = dismissed.by();
        }
    }

    void reopened(List<UUID> releaseRequests) {
        reopened = releaseRequests.toArray(UUID[]::new);
    }
}
