package io.gatekeeper.technicaltest;

import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.technicaltest.plan.TestPlan;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A technical test as it is stored; what it means and what may become of it is in {@link TestLife}. */
@Entity
@Table(name = "technical_test")
@SecondaryTable(name = "test_deadline", pkJoinColumns = @PrimaryKeyJoinColumn(name = "test_id"))
class TestRow {

    @Id
    UUID id;

    @Column(name = "publisher_id")
    String publisherId;

    @Column(name = "package_name")
    String packageName;

    String os;
    String sha256;

    @Column(name = "app_name")
    String appName;

    @Column(name = "version_name")
    String versionName;

    @Column(name = "version_code")
    long versionCode;

    @Column(name = "size_bytes")
    long sizeBytes;

    @Column(name = "policy_version")
    String policyVersion;

    /** Null for a case that a version without plans has opened. */
    @Column(name = "plan_edition")
    String planEdition;

    @Column(name = "plan_items")
    Integer planItems;

    String state;

    @Column(name = "opened_at")
    Instant openedAt;

    @Column(name = "due_at")
    Instant dueAt;

    String laboratory;

    @Column(name = "claimed_until")
    Instant claimedUntil;

    @Column(name = "clock_stopped_at")
    Instant clockStoppedAt;

    @Column(name = "answer_due_at")
    Instant answerDueAt;

    @Column(name = "answer_escalated_at")
    Instant answerEscalatedAt;

    /** Noted beside the row, and by the sweep alone: see {@link TestDeadlines}. */
    @Column(table = "test_deadline", name = "announced_at", insertable = false, updatable = false)
    Instant overdueAnnouncedAt;

    /** Which days its term counts. */
    @Enumerated(EnumType.STRING)
    @Column(name = "test_days")
    TestDays testDays = TestDays.CALENDAR_DAYS;

    /** Since when the laboratory that holds or held it last has examined it, without the time the clock stood. */
    @Column(name = "claimed_at")
    Instant claimedAt;

    /** How long the clock has stood altogether, in milliseconds. */
    @Column(name = "stood_millis")
    long stoodMillis;

    @Column(name = "concluded_at")
    Instant concludedAt;

    String summary;

    /** When an appeal against the verdict was upheld; it counts for nothing since. */
    @Column(name = "set_aside_at")
    Instant setAsideAt;

    /** The laboratory whose verdict on this artifact was set aside; it does not examine it again. */
    @Column(name = "barred_laboratory")
    String barredLaboratory;

    /** The laboratory that concluded the publisher's latest case; until then this one is offered to others first. */
    @Column(name = "rested_laboratory")
    String restedLaboratory;

    @Column(name = "rested_until")
    Instant restedUntil;

    /** The laboratory that passed it before it was drawn for a second one; null where it was not. */
    @Column(name = "first_laboratory")
    String firstLaboratory;

    /** When the second laboratory came to another verdict; officers decided it then. */
    @Column(name = "contradicted_at")
    Instant contradictedAt;

    /** Null until the file was screened. */
    @Enumerated(EnumType.STRING)
    ScreeningOutcome screening;

    /** Its file is there, and is to be screened, or screened anew; nothing passes before. */
    @Column(name = "screening_due")
    boolean screeningDue;

    @Column(name = "cancelled_at")
    Instant cancelledAt;

    @Column(name = "cancel_cause")
    String cancelCause;

    /** Rises with every change, so that a client can say which state of the case it acted on. */
    long version;

    /** What the case is examined by, for good. */
    void follow(TestPlan plan) {
        planEdition = plan.edition();
        planItems = plan.itemsFor(os).size();
    }

    TestSubject subject() {
        return new TestSubject(publisherId, packageName, os, sha256);
    }

    /** @throws IllegalStateException when the stored state is not known to this version */
    TestLife life() {
        TestState known = state();
        return switch (known) {
            case OPENED -> new TestLife.Opened(dueAt);
            case AWAITING_ARTIFACT -> new TestLife.AwaitingArtifact(dueAt);
            case SCREENED -> new TestLife.Screened(dueAt);
            case QUEUED -> new TestLife.Queued(dueAt);
            case IN_TEST -> new TestLife.InTest(dueAt, new Claim(laboratory, claimedUntil));
            case AWAITING_PUBLISHER ->
                new TestLife.AwaitingPublisher(
                        dueAt, new Claim(laboratory, claimedUntil), clockStoppedAt, answerDueAt, answerEscalatedAt);
            case CONTRADICTED -> new TestLife.Contradicted(dueAt, laboratory, contradictedAt);
            case PASSED -> new TestLife.Passed(dueAt, laboratory, summary, concludedAt);
            case FAILED -> new TestLife.Failed(dueAt, laboratory, summary, concludedAt);
            case CANCELLED -> new TestLife.Cancelled(dueAt, cancelCause, cancelledAt);
        };
    }

    TestState state() {
        return TestState.of(state).orElseThrow(() -> unknownState(id));
    }

    static IllegalStateException unknownState(UUID id) {
        return new IllegalStateException("technical test " + id + " is in a state this version does not know");
    }

    /** Whether it is the turn of others, for a while. */
    boolean restsFrom(String aLaboratory, Instant now) {
        return aLaboratory.equals(restedLaboratory) && now.isBefore(restedUntil);
    }

    /** Empty once the case is closed. */
    Optional<TestLife.Open> openLife() {
        return life() instanceof TestLife.Open open ? Optional.of(open) : Optional.empty();
    }

    boolean overdueAt(Instant now) {
        return openLife().map(open -> open.overdueAt(now)).orElse(false);
    }

    /** A laboratory has passed it, and another one is to examine it. */
    void drawn(TestLife.Queued queued, String first) {
        become(queued);
        firstLaboratory = first;
    }

    /** What the screening said of the file is not known, or not any more. */
    void toBeScreened() {
        screening = null;
        screeningDue = true;
        version++;
    }

    void screened(ScreeningOutcome outcome) {
        screening = outcome;
        screeningDue = false;
    }

    /** Whether it never comes to this laboratory: its verdict on the artifact was set aside, or is to be checked. */
    boolean bars(String aLaboratory) {
        return aLaboratory.equals(barredLaboratory) || aLaboratory.equals(firstLaboratory);
    }

    /** A laboratory begins to examine it. */
    void claimed(TestLife.InTest examined, Instant at) {
        become(examined);
        claimedAt = at;
    }

    /** The publisher has answered, and what counts time goes on as if none had passed. */
    void answered(TestLife.AwaitingPublisher awaiting, Instant at, Instant resumedDueAt) {
        Duration stood = awaiting.stoodUntil(at);
        become(awaiting.toInTest(at, resumedDueAt));
        stoodMillis += stood.toMillis();
        claimedAt = claimedAt == null ? null : claimedAt.plus(stood);
    }

    void become(TestLife life) {
        state = life.state().name();
        claimedUntil = null;
        clockStoppedAt = null;
        answerDueAt = null;
        answerEscalatedAt = null;
        if (life instanceof TestLife.Open open) {
            dueAt = open.dueAt();
            laboratory = null;
        }
        if (life instanceof TestLife.InTest examined) {
            laboratory = examined.claim().laboratory();
            claimedUntil = examined.claim().until();
        } else if (life instanceof TestLife.AwaitingPublisher awaiting) {
            laboratory = awaiting.claim().laboratory();
            claimedUntil = awaiting.claim().until();
            clockStoppedAt = awaiting.stoppedAt();
            answerDueAt = awaiting.answerDueAt();
            answerEscalatedAt = awaiting.escalatedAt();
        } else if (life instanceof TestLife.Contradicted contradicted) {
            laboratory = contradicted.laboratory();
            contradictedAt = contradicted.at();
        } else if (life instanceof TestLife.Passed passed) {
            concludedAt = passed.at();
            summary = passed.summary();
        } else if (life instanceof TestLife.Failed failed) {
            concludedAt = failed.at();
            summary = failed.summary();
        } else if (life instanceof TestLife.Cancelled cancelled) {
            cancelledAt = cancelled.at();
            cancelCause = cancelled.cause();
        }
        version++;
    }
}
