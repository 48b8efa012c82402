package io.gatekeeper.technicaltest;

import io.gatekeeper.time.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One line of a case's history; never changed. */
@Entity
@Table(name = "test_event")
class TestEventRow {

    /** What can happen to a case. */
    enum What {
        OPENED,
        REQUEST_LINKED,
        REQUEST_LEFT,
        ARTIFACT_RECEIVED,
        SCREENED,
        SCREENING_READ,
        CLAIMED,
        CLAIM_RENEWED,
        CLAIM_EXPIRED,
        FINDING_RECORDED,
        FINDING_DISMISSED,
        FINDINGS_READ,
        INFORMATION_REQUESTED,
        INFORMATION_ANSWERED,
        ANSWER_ESCALATED,
        OVERDUE_ESCALATED,
        PASSED,
        FAILED,
        CANCELLED
    }

    @Id
    UUID id;

    @Column(name = "test_id")
    UUID testId;

    Instant at;

    @Enumerated(EnumType.STRING)
    What what;

    String organisation;
    String who;
    String detail;

    /** @param detail what the kind of event does not say, or null */
    static TestEventRow of(UUID testId, Instant at, What what, Actor actor, String detail) {
        TestEventRow row = new TestEventRow();
        row.id = Ids.next();
        row.testId = testId;
        row.at = at;
        row.what = what;
        row.organisation = actor.organisation();
        row.who = actor.subject();
        row.detail = detail;
        return row;
    }
}
