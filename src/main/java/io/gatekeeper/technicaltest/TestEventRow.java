package io.gatekeeper.technicaltest;

import io.gatekeeper.time.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
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
        ARTIFACT_NOT_FETCHED,
        SCREENED,
        SCREENING_READ,
        CLAIMED,
        CLAIM_RENEWED,
        CLAIM_EXPIRED,
        FINDING_RECORDED,
        FINDING_DISMISSED,
        FINDINGS_READ,
        PLAN_READ,
        INFORMATION_REQUESTED,
        INFORMATION_ANSWERED,
        ANSWER_ESCALATED,
        EXTENDED,
        REMINDED,
        OVERDUE_ESCALATED,
        SECOND_LABORATORY_DRAWN,
        CONTRADICTED,
        CONTRADICTION_VOTED,
        PASSED,
        FAILED,
        VERDICT_SET_ASIDE,
        CANCELLED;

        /** What moves the case's clock, or what may be expected of it, or tells of either. */
        static final Set<What> OF_THE_CLOCK = EnumSet.of(
                OPENED,
                CLAIMED,
                CLAIM_EXPIRED,
                SECOND_LABORATORY_DRAWN,
                INFORMATION_REQUESTED,
                INFORMATION_ANSWERED,
                EXTENDED,
                REMINDED,
                OVERDUE_ESCALATED,
                PASSED,
                FAILED,
                CANCELLED);
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

    /** What was due before, where this moved it. */
    @Column(name = "previous_due_at")
    Instant previousDueAt;

    @Column(name = "due_at")
    Instant dueAt;

    @Column(name = "expected_at")
    Instant expectedAt;

    @Column(name = "expected_from")
    Instant expectedFrom;

    @Column(name = "expected_to")
    Instant expectedTo;

    @Enumerated(EnumType.STRING)
    @Column(name = "expected_stage")
    Expected.Stage expectedStage;

    @Column(name = "expected_os")
    String expectedOs;

    @Column(name = "expected_cases")
    Integer expectedCases;

    /** How far the case had come, for what was to be expected then; null where the clock is none of the event's business. */
    @Transient
    Progress progress;

    /** What happens to a case as it stands now. @param detail what the kind of event does not say, or null */
    static TestEventRow of(TestRow test, Instant at, What what, Actor actor, String detail) {
        TestEventRow row = of(test.id, at, what, actor, detail);
        if (What.OF_THE_CLOCK.contains(what)) {
            row.dueAt = test.dueAt;
            row.progress = Progress.of(test);
        }
        return row;
    }

    void expecting(Expected expected) {
        expectedAt = expected.at();
        expectedFrom = expected.from();
        expectedTo = expected.to();
        expectedStage = expected.basis().stage();
        expectedOs = expected.basis().os();
        expectedCases = expected.basis().cases();
    }

    /** What was told to be expected, or null. */
    Expected expected() {
        return expectedAt == null
                ? null
                : new Expected(
                        expectedAt,
                        expectedFrom,
                        expectedTo,
                        new Expected.Basis(expectedStage, expectedOs, expectedCases));
    }

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
