package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * What time alone does to technical tests, a bounded batch in a transaction; safe on any number of replicas at once,
 * because each takes what no other has locked. Every method returns how many it changed.
 */
@ApplicationScoped
class TestSweeps {

    static final int BATCH = 1_000;

    private final TestRows tests;
    private final TestHistory history;
    private final Outbox outbox;

    TestSweeps(TestRows tests, TestHistory history, Outbox outbox) {
        this.tests = tests;
        this.history = history;
        this.outbox = outbox;
    }

    /** Announces, once, that a case is past its due instant, and leaves it to the regulator. It passes nothing. */
    @Transactional
    int escalateOverdue(Instant now) {
        List<TestRows.Due> overdue = tests.announceOverdue(now, BATCH);
        history.append(overdue.stream()
                .map(late -> TestEventRow.of(late.test(), now, TestEventRow.What.OVERDUE_ESCALATED, Actor.GATE, null))
                .toList());
        outbox.append(overdue.stream()
                .map(late -> Announcement.OVERDUE.of(late.test(), late.waiting(), now))
                .toList());
        return overdue.size();
    }

    /** Reminds, at each of the leads once, of what falls due and has no verdict yet; not while the clock stands. */
    @Transactional
    int remind(Instant now) {
        List<TestRows.Due> due = tests.announceReminders(now, BATCH);
        history.append(due.stream()
                .map(near -> TestEventRow.of(near.test(), now, TestEventRow.What.REMINDED, Actor.GATE, null))
                .toList());
        outbox.append(due.stream()
                .map(near -> Announcement.REMINDER.of(near.test(), near.waiting(), now))
                .toList());
        return due.size();
    }

    /** Returns cases to the queue whose laboratory let its claim expire. */
    @Transactional
    int returnExpiredClaims(Instant now) {
        List<TestRow> expired = tests.expiredClaimsLocked(now, BATCH);
        for (TestRow test : expired) {
            if (test.life() instanceof TestLife.InTest examined
                    && examined.claim().hasExpiredAt(now)) {
                test.become(examined.toQueued());
                history.append(TestEventRow.of(
                        test,
                        now,
                        TestEventRow.What.CLAIM_EXPIRED,
                        Actor.GATE,
                        examined.claim().laboratory()));
            }
        }
        return expired.size();
    }

    /** Leaves to the regulator what a publisher has not answered in time; the clock goes on standing still. */
    @Transactional
    int escalateMissingAnswers(Instant now) {
        List<TestRow> unanswered = tests.unansweredLocked(now, BATCH);
        for (TestRow test : unanswered) {
            if (test.life() instanceof TestLife.AwaitingPublisher awaiting && awaiting.answerOverdueAt(now)) {
                test.become(awaiting.toEscalated(now));
                history.append(test.id, now, TestEventRow.What.ANSWER_ESCALATED, Actor.GATE, null);
            }
        }
        return unanswered.size();
    }
}
