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
        UPLOAD_ARTIFACT,
        SCREEN_ARTIFACT,
        CLAIM_TEST,
        CONCLUDE_TEST,
        ANSWER_INFORMATION_REQUEST,
        PURSUE_OVERDUE_TEST,
        PURSUE_MISSING_ANSWER,
        DECIDE_CONTRADICTION
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
        if (life instanceof TestLife.AwaitingArtifact) {
            return new Owner(Role.PLATFORM, NextAction.UPLOAD_ARTIFACT, life.dueAt());
        }
        if (life instanceof TestLife.Contradicted) {
            return new Owner(Role.REGULATOR, NextAction.DECIDE_CONTRADICTION, life.dueAt());
        }
        return new Owner(Role.LABORATORY, examination(life), life.dueAt());
    }

    /** The gate screens by itself, for the laboratories. */
    private static NextAction examination(TestLife.Open life) {
        return switch (life.state()) {
            case OPENED -> NextAction.SCREEN_ARTIFACT;
            case IN_TEST -> NextAction.CONCLUDE_TEST;
            case AWAITING_ARTIFACT, SCREENED, QUEUED, AWAITING_PUBLISHER, CONTRADICTED, PASSED, FAILED, CANCELLED ->
                NextAction.CLAIM_TEST;
        };
    }
}
