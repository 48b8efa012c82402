package io.gatekeeper.technicaltest;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * The life of a technical test. A transition exists only on the state that allows it, so what no method offers cannot
 * happen.
 */
sealed interface TestLife {

    TestState state();

    /** A case without a verdict that somebody still needs. */
    sealed interface Open extends TestLife
            permits Opened, AwaitingArtifact, Screened, Queued, InTest, AwaitingPublisher, Contradicted {

        /** By when the verdict is due. */
        Instant dueAt();

        /** Whether the case is past its due instant; day seven without a verdict passes nothing. */
        default boolean overdueAt(Instant now) {
            return !now.isBefore(dueAt());
        }

        /** A regulator gives it more time; nothing else about the case changes. */
        Open toExtended(Instant extended);

        default Cancelled toCancelled(String cause, Instant at) {
            return new Cancelled(dueAt(), cause, at);
        }
    }

    /** The case has its due instant; its file, if there is one, is being screened. */
    record Opened(Instant dueAt) implements Open {

        /** @param term calendar days; an instant has no calendar, and UTC's days have 24 hours like those of Asia/Shanghai */
        static Opened at(Instant requestedAt, Period term) {
            return new Opened(requestedAt.atOffset(ZoneOffset.UTC).plus(term).toInstant());
        }

        @Override
        public TestState state() {
            return TestState.OPENED;
        }

        @Override
        public Opened toExtended(Instant extended) {
            return new Opened(extended);
        }

        AwaitingArtifact toAwaitingArtifact() {
            return new AwaitingArtifact(dueAt);
        }

        Screened toScreened() {
            return new Screened(dueAt);
        }

        /** Where a test needs no file, one without goes to the laboratories at once. */
        Queued toQueued() {
            return new Queued(dueAt);
        }
    }

    /** The platform has to bring the file; the clock runs. */
    record AwaitingArtifact(Instant dueAt) implements Open {

        @Override
        public TestState state() {
            return TestState.AWAITING_ARTIFACT;
        }

        @Override
        public AwaitingArtifact toExtended(Instant extended) {
            return new AwaitingArtifact(extended);
        }

        /** The file has arrived. */
        Opened toOpened() {
            return new Opened(dueAt);
        }
    }

    /** The screening has ended, well or not: a laboratory may go on from its report. */
    record Screened(Instant dueAt) implements Open {

        @Override
        public TestState state() {
            return TestState.SCREENED;
        }

        @Override
        public Screened toExtended(Instant extended) {
            return new Screened(extended);
        }

        Queued toQueued() {
            return new Queued(dueAt);
        }
    }

    /** The case waits for a laboratory. */
    record Queued(Instant dueAt) implements Open {

        @Override
        public TestState state() {
            return TestState.QUEUED;
        }

        @Override
        public Queued toExtended(Instant extended) {
            return new Queued(extended);
        }

        InTest toInTest(Claim claim) {
            return new InTest(dueAt, claim);
        }
    }

    /** A laboratory holds the claim and examines the artifact. */
    record InTest(Instant dueAt, Claim claim) implements Open {

        @Override
        public TestState state() {
            return TestState.IN_TEST;
        }

        @Override
        public InTest toExtended(Instant extended) {
            return new InTest(extended, claim);
        }

        InTest toRenewed(Claim renewed) {
            if (!renewed.laboratory().equals(claim.laboratory())) {
                throw new IllegalArgumentException("a claim is renewed by its holder only");
            }
            return new InTest(dueAt, renewed);
        }

        /** The claim has expired. */
        Queued toQueued() {
            return new Queued(dueAt);
        }

        AwaitingPublisher toAwaitingPublisher(Instant askedAt, Instant answerDueAt) {
            return new AwaitingPublisher(dueAt, claim, askedAt, answerDueAt, null);
        }

        Passed toPassed(String summary, Instant at, Collection<Severity> found) {
            Outcome.PASSED.objection(found).ifPresent(InTest::refuse);
            return new Passed(dueAt, claim.laboratory(), summary, at);
        }

        Failed toFailed(String summary, Instant at, Collection<Severity> found) {
            Outcome.FAILED.objection(found).ifPresent(InTest::refuse);
            return new Failed(dueAt, claim.laboratory(), summary, at);
        }

        /** The laboratory passes it, and it is drawn: what was said is kept, and another laboratory examines it anew. */
        Queued toDrawn(Collection<Severity> found) {
            Outcome.PASSED.objection(found).ifPresent(InTest::refuse);
            return toQueued();
        }

        /** Another laboratory has passed it, and this one does not. */
        Contradicted toContradicted(Instant at, Collection<Severity> found) {
            Outcome.FAILED.objection(found).ifPresent(InTest::refuse);
            return new Contradicted(dueAt, claim.laboratory(), at);
        }

        private static void refuse(String objection) {
            throw new IllegalArgumentException(objection);
        }
    }

    /**
     * The laboratory asked the publisher something; the clock of the case and that of the claim stand still.
     *
     * @param escalatedAt when a missing answer was escalated, or null
     */
    record AwaitingPublisher(Instant dueAt, Claim claim, Instant stoppedAt, Instant answerDueAt, Instant escalatedAt)
            implements Open {

        @Override
        public TestState state() {
            return TestState.AWAITING_PUBLISHER;
        }

        /** Judged where the clock stopped: what was late before the question stays late, and nothing becomes so meanwhile. */
        @Override
        public boolean overdueAt(Instant now) {
            return !stoppedAt.isBefore(dueAt);
        }

        @Override
        public AwaitingPublisher toExtended(Instant extended) {
            return new AwaitingPublisher(extended, claim, stoppedAt, answerDueAt, escalatedAt);
        }

        boolean answerOverdueAt(Instant now) {
            return !now.isBefore(answerDueAt);
        }

        AwaitingPublisher toEscalated(Instant at) {
            return new AwaitingPublisher(dueAt, claim, stoppedAt, answerDueAt, at);
        }

        /** How long the clock stood until the answer; never negative, whatever the clocks of two replicas say. */
        Duration stoodUntil(Instant answeredAt) {
            Duration stood = Duration.between(stoppedAt, answeredAt);
            return stood.isNegative() ? Duration.ZERO : stood;
        }

        /** The answer moves what is due by the time the clock stood. */
        InTest toInTest(Instant answeredAt) {
            return toInTest(answeredAt, dueAt.plus(stoodUntil(answeredAt)));
        }

        /** @param resumedDueAt by when the verdict is due now; a term of working days is not moved by the time that passed */
        InTest toInTest(Instant answeredAt, Instant resumedDueAt) {
            return new InTest(
                    resumedDueAt, new Claim(claim.laboratory(), claim.until().plus(stoodUntil(answeredAt))));
        }
    }

    /**
     * Two laboratories came to different verdicts, of which neither counts; officers decide.
     *
     * @param laboratory the second
     */
    record Contradicted(Instant dueAt, String laboratory, Instant at) implements Open {

        @Override
        public TestState state() {
            return TestState.CONTRADICTED;
        }

        @Override
        public Contradicted toExtended(Instant extended) {
            return new Contradicted(extended, laboratory, at);
        }

        Passed toPassed(String reason, Instant decidedAt) {
            return new Passed(dueAt, laboratory, reason, decidedAt);
        }

        Failed toFailed(String reason, Instant decidedAt) {
            return new Failed(dueAt, laboratory, reason, decidedAt);
        }
    }

    /** The laboratory found nothing that stands against the artifact; final. */
    record Passed(Instant dueAt, String laboratory, String summary, Instant at) implements TestLife {

        @Override
        public TestState state() {
            return TestState.PASSED;
        }
    }

    /** The laboratory found problems; final, and only a new artifact gets a new test. */
    record Failed(Instant dueAt, String laboratory, String summary, Instant at) implements TestLife {

        @Override
        public TestState state() {
            return TestState.FAILED;
        }
    }

    /** Nobody needs the test any more; final. */
    record Cancelled(Instant dueAt, String cause, Instant at) implements TestLife {

        @Override
        public TestState state() {
            return TestState.CANCELLED;
        }
    }
}
