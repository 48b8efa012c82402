package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored → what the gate is told: nothing incomplete or unknown ever becomes a pass. */
class LatestTestTest {

    private static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");
    private static final Instant ANSWER_DUE = Instant.parse("2021-11-29T07:00:00Z");
    private static final Instant CONCLUDED = Instant.parse("2021-11-30T07:00:00Z");
    private static final Instant OPENED = Instant.parse("2021-11-24T07:00:00Z");
    private static final UUID ID = UUID.randomUUID();
    /** None of these is asked for what may be expected: one that is awaited, or in no known state, has no such thing. */
    private static final Expectations NOTHING = new Expectations(null);

    @Test
    void tellsEveryStateAsItsFact() {
        Map<String, TestFacts> expected = Map.of(
                "OPENED", new TestFacts.Open(ID, "2021-1", DUE, false),
                "AWAITING_ARTIFACT", new TestFacts.AwaitingArtifact(ID, "2021-1", DUE, false),
                "SCREENED", new TestFacts.Open(ID, "2021-1", DUE, false),
                "QUEUED", new TestFacts.Open(ID, "2021-1", DUE, false),
                "IN_TEST", new TestFacts.Open(ID, "2021-1", DUE, false),
                "AWAITING_PUBLISHER", new TestFacts.AwaitingPublisher(ID, "2021-1", ANSWER_DUE),
                "CONTRADICTED", new TestFacts.Open(ID, "2021-1", DUE, false),
                "PASSED", new TestFacts.Passed(ID, "2021-1", CONCLUDED),
                "FAILED", new TestFacts.Failed(ID, "2021-1", CONCLUDED, List.of("PERM_EXCESS")),
                "CANCELLED", new TestFacts.None());

        assertThat(expected.keySet()).hasSize(TestState.values().length);
        expected.forEach((state, facts) ->
                assertThat(stored(state, "2021-1").facts(DUE.minusSeconds(1))).isEqualTo(facts));
    }

    @Test
    void isOverdueAtTheDueInstant() {
        assertThat(stored("QUEUED", "2021-1").facts(DUE)).isEqualTo(new TestFacts.Open(ID, "2021-1", DUE, true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "passed", "PASSED ", "SCREENING", "APPROVED"})
    void cannotReadAStateItDoesNotKnow(String state) {
        assertThat(stored(state, "2021-1").facts(DUE)).isInstanceOf(TestFacts.Unreadable.class);
        assertThat(stored(state, "2021-1").summary(DUE, QueuePositions.NONE, NOTHING))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void cannotReadAVerdictThatNamesNoPolicy(String policyVersion) {
        for (TestState state : TestState.values()) {
            assertThat(stored(state.name(), policyVersion).facts(DUE)).isInstanceOf(TestFacts.Unreadable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestState.class, names = "CANCELLED", mode = EnumSource.Mode.EXCLUDE)
    void cannotReadWhatIsIncomplete(TestState state) {
        LatestTest hollow = new LatestTest(
                Subjects.any(), ID, state.name(), "2021-1", null, null, null, null, List.of(), null, null, null, 0);

        assertThat(hollow.facts(DUE)).isInstanceOf(TestFacts.Unreadable.class);
    }

    @Test
    void judgesOverdueWhereTheClockStopped() {
        Instant muchLater = DUE.plus(Duration.ofDays(30));

        assertThat(stopped(DUE.minusSeconds(1))
                        .summary(muchLater, QueuePositions.NONE, NOTHING)
                        .orElseThrow()
                        .overdue())
                .isFalse();
        assertThat(stopped(DUE)
                        .summary(muchLater, QueuePositions.NONE, NOTHING)
                        .orElseThrow()
                        .overdue())
                .isTrue();
    }

    private static LatestTest stored(String state, String policyVersion) {
        return new LatestTest(
                Subjects.any(),
                ID,
                state,
                policyVersion,
                DUE,
                null,
                ANSWER_DUE,
                CONCLUDED,
                List.of("PERM_EXCESS"),
                null,
                OPENED,
                null,
                0);
    }

    private static LatestTest stopped(Instant at) {
        return new LatestTest(
                Subjects.any(),
                ID,
                "AWAITING_PUBLISHER",
                "2021-1",
                DUE,
                at,
                ANSWER_DUE,
                null,
                List.of(),
                null,
                OPENED,
                null,
                0);
    }
}
