package io.gatekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Evidence;
import io.gatekeeper.gate.Gate;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.NoticeKind;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.publisher.WorkingCalendar;
import io.gatekeeper.release.ReleaseRequest.Cleared;
import io.gatekeeper.release.ReleaseRequest.Held;
import io.gatekeeper.release.ReleaseRequest.Listed;
import io.gatekeeper.release.ReleaseRequest.Open;
import io.gatekeeper.release.ReleaseRequest.Rejected;
import io.gatekeeper.release.ReleaseRequest.Superseded;
import io.gatekeeper.release.ReleaseRequest.Withdrawn;
import io.gatekeeper.technicaltest.TestFacts;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of a release request against every event, the impossible ones included. */
class ReleaseRequestTest {

    private static final UUID ID = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Instant BEFORE = Instant.parse("2021-11-23T07:00:00Z");
    private static final Instant NOW = Instant.parse("2021-11-24T07:00:00Z");

    private enum Event {
        PUBLISH,
        HOLD,
        TEST_FAILED,
        LISTING,
        WITHDRAWAL,
        SUPERSESSION,
        APPEAL_UPHELD
    }

    private static final String IMPOSSIBLE = "impossible";

    /** The law, state by state; what is not possible has no method to call, and the table says so. */
    static Stream<Arguments> table() {
        Map<Event, String> closed = Map.of(
                Event.PUBLISH, IMPOSSIBLE,
                Event.HOLD, IMPOSSIBLE,
                Event.TEST_FAILED, IMPOSSIBLE,
                Event.LISTING, IMPOSSIBLE,
                Event.WITHDRAWAL, IMPOSSIBLE,
                Event.SUPERSESSION, IMPOSSIBLE,
                Event.APPEAL_UPHELD, IMPOSSIBLE);
        Map<Event, String> rejected = new java.util.EnumMap<>(closed);
        rejected.put(Event.APPEAL_UPHELD, "HELD");
        Map<ReleaseRequest, Map<Event, String>> law = Map.of(
                new Held(ID, BEFORE),
                Map.of(
                        Event.PUBLISH, "CLEARED",
                        Event.HOLD, "HELD",
                        Event.TEST_FAILED, "REJECTED",
                        Event.LISTING, IMPOSSIBLE,
                        Event.WITHDRAWAL, "WITHDRAWN",
                        Event.SUPERSESSION, "SUPERSEDED",
                        Event.APPEAL_UPHELD, IMPOSSIBLE),
                new Cleared(ID),
                Map.of(
                        Event.PUBLISH, "CLEARED",
                        Event.HOLD, "HELD",
                        Event.TEST_FAILED, "REJECTED",
                        Event.LISTING, "LISTED",
                        Event.WITHDRAWAL, "WITHDRAWN",
                        Event.SUPERSESSION, IMPOSSIBLE,
                        Event.APPEAL_UPHELD, IMPOSSIBLE),
                new Listed(ID, BEFORE),
                closed,
                new Rejected(ID, BEFORE),
                rejected,
                new Withdrawn(ID, BEFORE),
                closed,
                new Superseded(ID, OTHER, BEFORE),
                closed);
        return law.entrySet().stream()
                .flatMap(row -> row.getValue().entrySet().stream()
                        .map(cell -> Arguments.of(row.getKey(), cell.getKey(), cell.getValue())));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("table")
    void goesWhereTheTableSays(ReleaseRequest state, Event event, String expected) {
        assertThat(apply(state, event).map(next -> next.state().name()).orElse(IMPOSSIBLE))
                .isEqualTo(expected);
    }

    @Test
    void theTableIsComplete() {
        assertThat(table()).hasSize(ReleaseState.values().length * Event.values().length);
    }

    @Test
    void aHoldThatGoesOnKeepsTheInstantItBegan() {
        Held held = (Held) new Held(ID, BEFORE).decided(decision(Event.HOLD));
        assertThat(held.heldSince()).isEqualTo(BEFORE);
    }

    @Test
    void aClearedReleaseThatIsHeldAgainIsHeldSinceNow() {
        Held held = (Held) new Cleared(ID).decided(decision(Event.HOLD));
        assertThat(held.heldSince()).isEqualTo(NOW);
    }

    @Test
    void theLifeBeginsWithTheFirstDecision() {
        assertThat(ReleaseRequest.submitted(ID, decision(Event.PUBLISH))).isEqualTo(new Cleared(ID));
        assertThat(ReleaseRequest.submitted(ID, decision(Event.HOLD))).isEqualTo(new Held(ID, NOW));
        assertThat(ReleaseRequest.submitted(ID, decision(Event.TEST_FAILED))).isEqualTo(new Rejected(ID, NOW));
    }

    private static Optional<ReleaseRequest> apply(ReleaseRequest state, Event event) {
        return switch (event) {
            case PUBLISH, HOLD, TEST_FAILED ->
                state instanceof Open open ? Optional.of(open.decided(decision(event))) : Optional.empty();
            case LISTING -> state instanceof Cleared cleared ? Optional.of(cleared.listed(NOW)) : Optional.empty();
            case WITHDRAWAL -> state instanceof Open open ? Optional.of(open.withdrawn(NOW)) : Optional.empty();
            case APPEAL_UPHELD ->
                state instanceof Rejected rejected
                        ? Optional.of(rejected.reopened(decision(Event.HOLD)))
                        : Optional.empty();
            case SUPERSESSION ->
                state instanceof Held held ? Optional.of(held.superseded(OTHER, NOW)) : Optional.empty();
        };
    }

    /** A real decision of the gate: nothing else can make one. */
    private static Decision decision(Event event) {
        Policy policy = new Policy(
                "2021-1",
                BEFORE,
                3,
                2,
                Set.of("MIIT"),
                Set.of(NoticeKind.BATCH),
                ZoneOffset.ofHours(8),
                Period.ofDays(7),
                TestDays.CALENDAR_DAYS,
                Period.ofDays(1),
                Period.ofDays(1),
                Period.ofDays(5),
                false,
                2,
                Period.ofDays(7),
                "hash");
        boolean guidance = event != Event.PUBLISH;
        TestFacts test = event == Event.TEST_FAILED
                ? new TestFacts.Failed(OTHER, "2021-1", BEFORE, List.of("PERM_EXCESS"))
                : new TestFacts.None();
        EnforcedStanding standing = new EnforcedStanding(
                new CreditCode("91350100M000100Y43"),
                NOW,
                1,
                1,
                true,
                guidance ? Optional.of(OTHER) : Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(policy),
                new WorkingCalendar(ZoneOffset.ofHours(8), Map.of()),
                Optional.empty());
        return Gate.decide(new Evidence(NOW, NOW, NOW, ReleaseKind.NEW_LISTING, Optional.empty(), standing, test));
    }
}
