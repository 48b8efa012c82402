package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state × event of a technical test; what is not in the table has no method and so cannot happen. */
class TestLifeTest {

    private static final Instant T0 = Instant.parse("2021-11-24T07:00:00Z");
    private static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");
    private static final Claim CLAIM = new Claim("lab-beijing", T0.plus(Duration.ofHours(8)));
    private static final Claim RENEWED = new Claim("lab-beijing", T0.plus(Duration.ofHours(9)));

    private static final TestLife.Opened OPENED = TestLife.Opened.at(T0, Period.ofDays(7));
    private static final TestLife.AwaitingArtifact AWAITING_ARTIFACT = new TestLife.AwaitingArtifact(DUE);
    private static final TestLife.Screened SCREENED = new TestLife.Screened(DUE);
    private static final TestLife.Queued QUEUED = new TestLife.Queued(DUE);
    private static final TestLife.InTest IN_TEST = new TestLife.InTest(DUE, CLAIM);
    private static final TestLife.AwaitingPublisher AWAITING =
            new TestLife.AwaitingPublisher(DUE, CLAIM, T0, T0.plus(Duration.ofDays(5)), null);
    private static final TestLife.Contradicted CONTRADICTED = new TestLife.Contradicted(DUE, "lab-shanghai", T0);
    private static final TestLife.Passed PASSED = new TestLife.Passed(DUE, "lab-beijing", "fine", T0);
    private static final TestLife.Failed FAILED = new TestLife.Failed(DUE, "lab-beijing", "not fine", T0);
    private static final TestLife.Cancelled CANCELLED = new TestLife.Cancelled(DUE, "nobody needs it", T0);

    private static final List<TestLife> STATES = List.of(
            OPENED, AWAITING_ARTIFACT, SCREENED, QUEUED, IN_TEST, AWAITING, CONTRADICTED, PASSED, FAILED, CANCELLED);

    /** A transition as the use cases call it; the events a state does not allow are those it has no method for. */
    private record Event(String name, String method, Map<Class<?>, Function<TestLife, TestLife>> from) {}

    private static final List<Event> EVENTS = List.of(
            new Event(
                    "wait for the file",
                    "toAwaitingArtifact",
                    Map.of(TestLife.Opened.class, life -> ((TestLife.Opened) life).toAwaitingArtifact())),
            new Event(
                    "file arrives",
                    "toOpened",
                    Map.of(TestLife.AwaitingArtifact.class, life -> ((TestLife.AwaitingArtifact) life).toOpened())),
            new Event(
                    "screening ends",
                    "toScreened",
                    Map.of(TestLife.Opened.class, life -> ((TestLife.Opened) life).toScreened())),
            new Event(
                    "queue",
                    "toQueued",
                    Map.of(
                            TestLife.Opened.class, life -> ((TestLife.Opened) life).toQueued(),
                            TestLife.Screened.class, life -> ((TestLife.Screened) life).toQueued())),
            new Event(
                    "claim",
                    "toInTest",
                    Map.of(TestLife.Queued.class, life -> ((TestLife.Queued) life).toInTest(CLAIM))),
            new Event(
                    "renew",
                    "toRenewed",
                    Map.of(TestLife.InTest.class, life -> ((TestLife.InTest) life).toRenewed(RENEWED))),
            new Event(
                    "claim expires",
                    "toQueued",
                    Map.of(TestLife.InTest.class, life -> ((TestLife.InTest) life).toQueued())),
            new Event(
                    "ask",
                    "toAwaitingPublisher",
                    Map.of(
                            TestLife.InTest.class,
                            life -> ((TestLife.InTest) life).toAwaitingPublisher(T0, T0.plus(Duration.ofDays(5))))),
            new Event(
                    "answer",
                    "toInTest",
                    Map.of(TestLife.AwaitingPublisher.class, life -> ((TestLife.AwaitingPublisher) life).toInTest(T0))),
            new Event(
                    "escalate the missing answer",
                    "toEscalated",
                    Map.of(
                            TestLife.AwaitingPublisher.class,
                            life -> ((TestLife.AwaitingPublisher) life).toEscalated(T0))),
            new Event(
                    "pass",
                    "toPassed",
                    Map.of(
                            TestLife.InTest.class,
                            life -> ((TestLife.InTest) life).toPassed("fine", T0, List.of()),
                            TestLife.Contradicted.class,
                            life -> ((TestLife.Contradicted) life).toPassed("fine", T0))),
            new Event(
                    "pass, and be drawn",
                    "toDrawn",
                    Map.of(TestLife.InTest.class, life -> ((TestLife.InTest) life).toDrawn(List.of()))),
            new Event(
                    "contradict",
                    "toContradicted",
                    Map.of(
                            TestLife.InTest.class,
                            life -> ((TestLife.InTest) life).toContradicted(T0, List.of(Severity.MAJOR)))),
            new Event(
                    "fail",
                    "toFailed",
                    Map.of(
                            TestLife.InTest.class,
                            life -> ((TestLife.InTest) life).toFailed("not fine", T0, List.of(Severity.MAJOR)),
                            TestLife.Contradicted.class,
                            life -> ((TestLife.Contradicted) life).toFailed("not fine", T0))),
            new Event(
                    "extend",
                    "toExtended",
                    Map.of(
                            TestLife.Opened.class, TestLifeTest::extended,
                            TestLife.AwaitingArtifact.class, TestLifeTest::extended,
                            TestLife.Screened.class, TestLifeTest::extended,
                            TestLife.Queued.class, TestLifeTest::extended,
                            TestLife.InTest.class, TestLifeTest::extended,
                            TestLife.AwaitingPublisher.class, TestLifeTest::extended,
                            TestLife.Contradicted.class, TestLifeTest::extended)),
            new Event(
                    "cancel",
                    "toCancelled",
                    Map.of(
                            TestLife.Opened.class, TestLifeTest::cancelled,
                            TestLife.AwaitingArtifact.class, TestLifeTest::cancelled,
                            TestLife.Screened.class, TestLifeTest::cancelled,
                            TestLife.Queued.class, TestLifeTest::cancelled,
                            TestLife.InTest.class, TestLifeTest::cancelled,
                            TestLife.AwaitingPublisher.class, TestLifeTest::cancelled,
                            TestLife.Contradicted.class, TestLifeTest::cancelled)));

    /** What follows; absent = impossible. Rows are states, in the order of the life. */
    private static final Map<TestState, Map<String, TestState>> TABLE = Map.of(
            TestState.OPENED,
                    Map.of(
                            "wait for the file", TestState.AWAITING_ARTIFACT,
                            "screening ends", TestState.SCREENED,
                            "queue", TestState.QUEUED,
                            "extend", TestState.OPENED,
                            "cancel", TestState.CANCELLED),
            TestState.AWAITING_ARTIFACT,
                    Map.of(
                            "file arrives", TestState.OPENED,
                            "extend", TestState.AWAITING_ARTIFACT,
                            "cancel", TestState.CANCELLED),
            TestState.SCREENED,
                    Map.of(
                            "queue", TestState.QUEUED,
                            "extend", TestState.SCREENED,
                            "cancel", TestState.CANCELLED),
            TestState.QUEUED,
                    Map.of("claim", TestState.IN_TEST, "extend", TestState.QUEUED, "cancel", TestState.CANCELLED),
            TestState.IN_TEST,
                    Map.of(
                            "renew", TestState.IN_TEST,
                            "claim expires", TestState.QUEUED,
                            "ask", TestState.AWAITING_PUBLISHER,
                            "pass", TestState.PASSED,
                            "pass, and be drawn", TestState.QUEUED,
                            "contradict", TestState.CONTRADICTED,
                            "fail", TestState.FAILED,
                            "extend", TestState.IN_TEST,
                            "cancel", TestState.CANCELLED),
            TestState.AWAITING_PUBLISHER,
                    Map.of(
                            "answer", TestState.IN_TEST,
                            "escalate the missing answer", TestState.AWAITING_PUBLISHER,
                            "extend", TestState.AWAITING_PUBLISHER,
                            "cancel", TestState.CANCELLED),
            TestState.CONTRADICTED,
                    Map.of(
                            "pass", TestState.PASSED,
                            "fail", TestState.FAILED,
                            "extend", TestState.CONTRADICTED,
                            "cancel", TestState.CANCELLED),
            TestState.PASSED, Map.of(),
            TestState.FAILED, Map.of(),
            TestState.CANCELLED, Map.of());

    static Stream<Arguments> everyStateAndEvent() {
        return STATES.stream().flatMap(state -> EVENTS.stream().map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest(name = "{0} × {1}")
    @MethodSource("everyStateAndEvent")
    void goesOnlyWhereTheTableSays(TestLife state, Event event) {
        Optional<TestState> expected =
                Optional.ofNullable(TABLE.get(state.state()).get(event.name()));

        if (expected.isPresent()) {
            assertThat(event.from().get(state.getClass()).apply(state).state()).isEqualTo(expected.get());
        } else {
            // Two events share a method name where they are allowed on different states, such as claim and answer.
            boolean usedByAnother = TABLE.get(state.state()).keySet().stream()
                    .anyMatch(other -> methodOf(other).equals(event.method()));
            assertThat(transitions(state).contains(event.method())).isEqualTo(usedByAnother);
        }
    }

    @Test
    void hasNoTransitionBeyondTheTable() {
        for (TestLife state : STATES) {
            Set<String> allowed = Set.copyOf(TABLE.get(state.state()).keySet().stream()
                    .map(TestLifeTest::methodOf)
                    .toList());
            assertThat(transitions(state)).as(state.state().name()).isEqualTo(allowed);
        }
    }

    @Test
    void changesNothingButWhatIsDueWhenItIsExtended() {
        Instant later = DUE.plus(Duration.ofDays(3));
        assertThat(IN_TEST.toExtended(later)).isEqualTo(new TestLife.InTest(later, CLAIM));
        assertThat(AWAITING.toExtended(later))
                .isEqualTo(new TestLife.AwaitingPublisher(later, CLAIM, T0, AWAITING.answerDueAt(), null));
    }

    @Test
    void isDueACalendarTermAfterTheRequest() {
        assertThat(OPENED.dueAt()).isEqualTo(DUE);
        assertThat(TestLife.Opened.at(T0, Period.ofWeeks(2)).dueAt()).isEqualTo(T0.plus(Duration.ofDays(14)));
    }

    @Test
    void isOverdueFromTheDueInstantOnAndNotBefore() {
        for (TestLife.Open open : List.of(OPENED, AWAITING_ARTIFACT, SCREENED, QUEUED, IN_TEST)) {
            assertThat(open.overdueAt(DUE.minusNanos(1))).isFalse();
            assertThat(open.overdueAt(DUE)).isTrue();
        }
    }

    @Test
    void doesNotBecomeOverdueWhileTheClockStandsStill() {
        assertThat(AWAITING.overdueAt(DUE.plus(Duration.ofDays(100)))).isFalse();
    }

    @Test
    void staysOverdueWhenTheClockStoppedTooLate() {
        TestLife.AwaitingPublisher late = new TestLife.AwaitingPublisher(DUE, CLAIM, DUE, DUE.plusSeconds(1), null);

        assertThat(late.overdueAt(DUE)).isTrue();
        assertThat(late.toInTest(DUE.plus(Duration.ofDays(1))).overdueAt(DUE.plus(Duration.ofDays(1))))
                .isTrue();
    }

    @Test
    void movesWhatIsDueByTheTimeTheClockStood() {
        TestLife.InTest answered = AWAITING.toInTest(T0.plus(Duration.ofDays(2)));

        assertThat(answered.dueAt()).isEqualTo(DUE.plus(Duration.ofDays(2)));
        assertThat(answered.claim().until()).isEqualTo(CLAIM.until().plus(Duration.ofDays(2)));
    }

    @Test
    void movesNothingWhenAReplicasClockRunsBehind() {
        assertThat(AWAITING.toInTest(T0.minusSeconds(1)).dueAt()).isEqualTo(DUE);
    }

    @Test
    void failsByFindingsOnly() {
        assertThatThrownBy(() -> IN_TEST.toFailed("no reason", T0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(IN_TEST.toFailed("reason", T0, List.of(Severity.MINOR)).state())
                .isEqualTo(TestState.FAILED);
    }

    @Test
    void passesWithMinorFindingsAtMost() {
        assertThat(IN_TEST.toPassed("fine", T0, List.of(Severity.MINOR)).state())
                .isEqualTo(TestState.PASSED);
        for (Severity severity : List.of(Severity.MAJOR, Severity.CRITICAL)) {
            assertThatThrownBy(() -> IN_TEST.toPassed("fine", T0, List.of(Severity.MINOR, severity)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isRenewedByItsHolderOnly() {
        Claim another = new Claim("lab-shanghai", T0);

        assertThatThrownBy(() -> IN_TEST.toRenewed(another)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isStoredAndReadBackAsItWas() {
        for (TestLife state : STATES) {
            TestRow row = new TestRow();
            row.dueAt = DUE;
            row.laboratory = "lab-beijing";
            row.become(state);
            assertThat(row.life()).isEqualTo(state);
        }
    }

    private static TestLife extended(TestLife life) {
        return ((TestLife.Open) life).toExtended(DUE.plus(Duration.ofDays(3)));
    }

    private static TestLife cancelled(TestLife life) {
        return ((TestLife.Open) life).toCancelled("nobody needs it", T0);
    }

    private static String methodOf(String eventName) {
        return EVENTS.stream()
                .filter(event -> event.name().equals(eventName))
                .findFirst()
                .orElseThrow()
                .method();
    }

    private static Set<String> transitions(TestLife state) {
        return Set.copyOf(Stream.concat(
                        Arrays.stream(state.getClass().getMethods()),
                        Arrays.stream(state.getClass().getDeclaredMethods()))
                .filter(method -> method.getName().startsWith("to"))
                .filter(method -> TestLife.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .distinct()
                .toList());
    }
}
