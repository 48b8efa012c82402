package io.gatekeeper.technicaltest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The latest case of a subject as it is stored, before anybody trusts it: the open one, else the one concluded last.
 *
 * @param stoppedAt   since when the clock stands still, or null
 * @param answerDueAt by when the publisher answers, or null
 * @param problems    the problem codes of the findings that stand
 * @param screening   what the screening said, or null
 * @param claimedAt   since when it is examined, without the time the clock stood, or null
 * @param stoodMillis how long the clock has stood
 */
record LatestTest(
        TestSubject subject,
        UUID id,
        String state,
        String policyVersion,
        Instant dueAt,
        Instant stoppedAt,
        Instant answerDueAt,
        Instant concludedAt,
        List<String> problems,
        ScreeningOutcome screening,
        Instant openedAt,
        Instant claimedAt,
        long stoodMillis) {

    private static final int LONGEST_POLICY_VERSION = 200;

    /** Whatever is incomplete or unknown proves nothing: it is unreadable, and never a passed test. */
    TestFacts facts(Instant now) {
        Optional<TestState> known = TestState.of(state);
        if (known.isEmpty()) {
            return new TestFacts.Unreadable("technical test " + id + " is in a state this version does not know");
        }
        if (policyVersion == null || policyVersion.isBlank() || policyVersion.length() > LONGEST_POLICY_VERSION) {
            return new TestFacts.Unreadable("technical test " + id + " names no policy version");
        }
        return switch (known.get()) {
            case OPENED, SCREENED, QUEUED, IN_TEST, CONTRADICTED ->
                dueAt == null
                        ? incomplete("due instant")
                        : new TestFacts.Open(
                                id, policyVersion, dueAt, !now.isBefore(dueAt), Optional.ofNullable(screening));
            case AWAITING_ARTIFACT ->
                dueAt == null
                        ? incomplete("due instant")
                        : new TestFacts.AwaitingArtifact(id, policyVersion, dueAt, !now.isBefore(dueAt));
            case AWAITING_PUBLISHER ->
                answerDueAt == null
                        ? incomplete("due instant of its answer")
                        : new TestFacts.AwaitingPublisher(id, policyVersion, answerDueAt);
            case PASSED ->
                concludedAt == null
                        ? incomplete("instant of its verdict")
                        : new TestFacts.Passed(id, policyVersion, concludedAt);
            case FAILED ->
                concludedAt == null
                        ? incomplete("instant of its verdict")
                        : new TestFacts.Failed(id, policyVersion, concludedAt, problems);
            case CANCELLED -> new TestFacts.None();
        };
    }

    /** Empty when the state is not known: then there is nothing true to show. */
    Optional<TestSummary> summary(Instant now, QueuePositions positions, Expectations expectations) {
        return TestState.of(state)
                .map(s -> new TestSummary(
                        id,
                        s,
                        dueAt,
                        overdue(s, now),
                        positions.of(id),
                        expectations.of(new Progress(s, subject.os(), openedAt, claimedAt, stoodMillis), now)));
    }

    private boolean overdue(TestState known, Instant now) {
        Instant judgedAt = stoppedAt == null ? now : stoppedAt;
        return !known.isConcluded() && known != TestState.CANCELLED && !judgedAt.isBefore(dueAt);
    }

    private TestFacts incomplete(String missing) {
        return new TestFacts.Unreadable("technical test " + id + " has no " + missing);
    }
}
