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

    /** Enough to share the cost of a transaction, few enough that neither a reader nor a collection of the heap meets it for long. */
    static final int BATCH = 250;

    private final TestDeadlines deadlines;
    private final TestRows tests;
    private final TestHistory history;
    private final Outbox outbox;

    TestSweeps(TestDeadlines deadlines, TestRows tests, TestHistory history, Outbox outbox) {
        this.deadlines = deadlines;
        this.tests = tests;
        this.history = history;
        this.outbox = outbox;
    }

    /** Announces, once, that a case is past its due instant, and leaves it to the regulator. It passes nothing. */
    @Transactional
    int escalateOverdue(Instant now) {
        List<TestDeadlines.Due> overdue = deadlines.announce(now, BATCH);
        history.append(overdue.stream()
                .map(late -> line(late, TestEventRow.What.OVERDUE_ESCALATED, now))
                .toList());
        outbox.append(
                overdue.stream().map(late -> Announcement.OVERDUE.of(late, now)).toList());
        return overdue.size();
    }

    /** Reminds, at each of the leads once, of what falls due and has no verdict yet; not while the clock stands. */
    @Transactional
    int remind(Instant now) {
        List<TestDeadlines.Due> due = deadlines.remind(now, BATCH);
        history.append(due.stream()
                .map(near -> line(near, TestEventRow.What.REMINDED, now))
                .toList());
        outbox.append(
                due.stream().map(near -> Announcement.REMINDER.of(near, now)).toList());
        return due.size();
    }

    private static TestEventRow line(TestDeadlines.Due due, TestEventRow.What what, Instant now) {
        TestEventRow line = TestEventRow.of(due.testId(), now, what, Actor.GATE, null);
        line.dueAt = due.dueAt();
        return line;
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
