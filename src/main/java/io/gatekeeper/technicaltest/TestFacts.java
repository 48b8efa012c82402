package io.gatekeeper.technicaltest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is known of the technical test of an artifact: the part of the gate's evidence this package answers for. */
public sealed interface TestFacts {

    /** No test was opened, or the last one was cancelled. */
    record None() implements TestFacts {}

    /**
     * A test is under way.
     *
     * @param overdue   past {@code dueAt} without a verdict
     * @param screening what the screening of the file said; empty before it has, and for a test without a file
     */
    record Open(UUID id, String policyVersion, Instant dueAt, boolean overdue, Optional<ScreeningOutcome> screening)
            implements TestFacts {

        /** One whose file was not screened. */
        public Open(UUID id, String policyVersion, Instant dueAt, boolean overdue) {
            this(id, policyVersion, dueAt, overdue, Optional.empty());
        }
    }

    /**
     * The test cannot begin before the platform has brought the file; its clock runs.
     *
     * @param overdue past {@code dueAt} without a verdict
     */
    record AwaitingArtifact(UUID id, String policyVersion, Instant dueAt, boolean overdue) implements TestFacts {}

    /** The laboratory asked the publisher something and the clock stands still. */
    record AwaitingPublisher(UUID id, String policyVersion, Instant answerDueAt) implements TestFacts {}

    record Passed(UUID id, String policyVersion, Instant concludedAt) implements TestFacts {}

    /** @param problems the problem codes of the findings, without their text, which is confidential */
    record Failed(UUID id, String policyVersion, Instant concludedAt, List<String> problems) implements TestFacts {}

    /** Something is stored that this version cannot understand: it proves nothing. */
    record Unreadable(String why) implements TestFacts {}
}
