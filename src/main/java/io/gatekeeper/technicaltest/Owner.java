package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Role;
import java.time.Duration;
import java.time.Instant;

/**
 * Who has to do what with an open case, and by when. Every open case has one.
 *
 * @param by   the role that acts
 * @param what the next action
 */
record Owner(Role by, NextAction what, Instant dueAt) {

    /** What a case can wait for. */
    enum NextAction {
        CLAIM_TEST,
        CONCLUDE_TEST,
        ANSWER_INFORMATION_REQUEST,
        PURSUE_OVERDUE_TEST,
        PURSUE_MISSING_ANSWER
    }

    /** What is overdue belongs to the regulator, whoever works on it. */
    static Owner of(TestLife.Open life, Instant now, Duration escalationTerm) {
        if (life.overdueAt(now)) {
            return new Owner(
                    Role.REGULATOR, NextAction.PURSUE_OVERDUE_TEST, life.dueAt().plus(escalationTerm));
        }
        if (life instanceof TestLife.AwaitingPublisher awaiting) {
            return awaiting.answerOverdueAt(now)
                    ? new Owner(
                            Role.REGULATOR,
                            NextAction.PURSUE_MISSING_ANSWER,
                            awaiting.answerDueAt().plus(escalationTerm))
                    : new Owner(Role.PUBLISHER, NextAction.ANSWER_INFORMATION_REQUEST, awaiting.answerDueAt());
        }
        NextAction next = life instanceof TestLife.InTest ? NextAction.CONCLUDE_TEST : NextAction.CLAIM_TEST;
        return new Owner(Role.LABORATORY, next, life.dueAt());
    }
}
