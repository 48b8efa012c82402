package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.publisher.PublisherFacts.NamedIn;
import io.gatekeeper.time.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DerivedStandingTest {

    private static final CreditCode PUBLISHER = new CreditCode("91350100M000100Y43");
    private static final Instant REGISTERED = Instant.parse("2021-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2021-11-24T07:00:00Z");
    private static final Policy POLICY = PolicyFixtures.POLICY;

    private final List<NamedIn> notices = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final List<ReviewWindow> windows = new ArrayList<>();
    private Optional<Instant> registeredAt = Optional.of(REGISTERED);

    @ParameterizedTest
    @CsvSource({"0,CLEAR,4", "1,CLEAR,3", "2,WATCH,2", "3,AT_LIMIT,1", "4,AT_LIMIT,1", "9,AT_LIMIT,1"})
    void standsByTheNumberOfNoticesWhileNoMeasureIsInForce(int count, Standing standing, int untilMeasure) {
        for (int i = 0; i < count; i++) {
            notices.add(batch("MIIT-2021-" + i, "2021-05-0" + (i + 1) + "T00:00:00Z"));
        }

        DerivedStanding derived = now();

        assertThat(derived.standing()).isEqualTo(standing);
        assertThat(derived.strikes().count()).isEqualTo(count);
        assertThat(derived.strikes().noticesUntilMeasure()).isEqualTo(untilMeasure);
        assertThat(derived.effect().values()).containsOnly(Effect.PUBLISH);
    }

    @ParameterizedTest
    @EnumSource(value = NoticeKind.class, mode = EnumSource.Mode.EXCLUDE, names = "BATCH")
    void countsNothingButBatches(NoticeKind kind) {
        notices.add(new NamedIn("MIIT-2021-1", "MIIT", kind, NOW, "officer", NOW, Optional.empty()));

        assertThat(now().strikes().notices()).isEmpty();
    }

    @Test
    void countsNoIssuerThePolicyDoesNotName() {
        notices.add(
                new NamedIn("SOMEBODY-2021-1", "SOMEBODY", NoticeKind.BATCH, NOW, "officer", NOW, Optional.empty()));

        assertThat(now().strikes().notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2020-12-31T15:59:59Z, 2021-06-01T00:00:00Z, false",
        "2020-12-31T16:00:00Z, 2021-06-01T00:00:00Z, true",
        "2021-12-31T15:59:59Z, 2021-12-31T15:59:59.5Z, true",
        "2021-12-31T15:59:59Z, 2021-12-31T16:00:00Z, false",
        "2021-12-31T16:00:00Z, 2021-12-31T16:00:00Z, true",
    })
    void readsTheCalendarYearInShanghai(Instant publishedAt, Instant asOf, boolean counts) {
        notices.add(batch("MIIT-1", publishedAt.toString()));

        Strikes strikes = at(asOf, Instant.MAX).strikes();

        assertThat(strikes.count()).isEqualTo(counts ? 1 : 0);
    }

    @Test
    void countsAWithdrawnNoticeUntilItsWithdrawalWasKnown() {
        Instant withdrawnAt = Instant.parse("2021-10-01T00:00:00Z");
        notices.add(new NamedIn(
                "MIIT-2021-1",
                "MIIT",
                NoticeKind.BATCH,
                Instant.parse("2021-05-01T00:00:00Z"),
                "officer",
                Instant.parse("2021-05-02T00:00:00Z"),
                Optional.of(withdrawnAt)));

        assertThat(now().strikes().count()).isZero();
        assertThat(at(NOW, withdrawnAt.minusSeconds(1)).strikes().count()).isEqualTo(1);
        assertThat(at(NOW, withdrawnAt).strikes().count()).isZero();
        // Published, but not yet recorded.
        assertThat(at(NOW, Instant.parse("2021-05-01T12:00:00Z")).strikes().count())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, CLEAR,          PUBLISH",
        "true,  true,  false, UNDER_GUIDANCE, HOLD_FOR_TEST",
        "true,  false, true,  BARRED,         HOLD",
        "true,  true,  true,  BARRED,         HOLD",
        "false, false, false, UNVERIFIED,     HOLD",
        "false, true,  false, UNDER_GUIDANCE, HOLD",
        "false, false, true,  BARRED,         HOLD",
    })
    void standsByTheStrictestMeasureAndHoldsTheUnregistered(
            boolean registered, boolean guidance, boolean ban, Standing standing, Effect effect) {
        registeredAt = registered ? Optional.of(REGISTERED) : Optional.empty();
        if (guidance) {
            measures.add(measure(MeasureType.TRANSITIONAL_GUIDANCE, new MeasureState.InForce()));
        }
        if (ban) {
            measures.add(measure(MeasureType.LISTING_BAN, new MeasureState.Confirmed("second", NOW)));
        }

        DerivedStanding derived = now();

        assertThat(derived.standing()).isEqualTo(standing);
        assertThat(derived.effect().values()).containsOnly(effect);
    }

    @Test
    void neverLiftsAMeasureWithTheNewYear() {
        measures.add(measure(MeasureType.TRANSITIONAL_GUIDANCE, new MeasureState.InForce()));

        DerivedStanding derived = at(Instant.parse("2022-06-01T00:00:00Z"), Instant.MAX);

        assertThat(derived.strikes().count()).isZero();
        assertThat(derived.standing()).isEqualTo(Standing.UNDER_GUIDANCE);
    }

    @Test
    void countsALiftedMeasureUntilItsLifting() {
        Instant imposed = NOW;
        Instant lifted = imposed.plusSeconds(3600);
        Ending ending = new Ending("first", "second", "order", lifted);
        measures.add(measure(MeasureType.TRANSITIONAL_GUIDANCE, new MeasureState.Lifted(Optional.empty(), ending)));

        assertThat(at(imposed.minusSeconds(1), Instant.MAX).standing()).isEqualTo(Standing.CLEAR);
        assertThat(at(imposed, Instant.MAX).standing()).isEqualTo(Standing.UNDER_GUIDANCE);
        assertThat(at(lifted.minusSeconds(1), Instant.MAX).standing()).isEqualTo(Standing.UNDER_GUIDANCE);
        assertThat(at(lifted, Instant.MAX).standing()).isEqualTo(Standing.CLEAR);
        // Whoever did not know of the lifting yet saw it in force.
        assertThat(at(lifted, lifted.minusSeconds(1)).standing()).isEqualTo(Standing.UNDER_GUIDANCE);
        // And before it was imposed, nobody knew of it.
        assertThat(at(imposed, imposed.minusSeconds(1)).standing()).isEqualTo(Standing.CLEAR);
    }

    @Test
    void countsARescindedMeasureAsNeverInForceOnceThatIsKnown() {
        Instant rescinded = NOW.plusSeconds(3600);
        Ending ending = new Ending("first", "second", "the wrong company", rescinded);
        measures.add(measure(MeasureType.LISTING_BAN, new MeasureState.Rescinded(Optional.empty(), ending)));

        assertThat(at(NOW, rescinded).standing()).isEqualTo(Standing.CLEAR);
        assertThat(at(NOW, rescinded.minusSeconds(1)).standing()).isEqualTo(Standing.BARRED);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-11-23T15:59:59Z, PUBLISH",
        "2021-11-23T16:00:00Z, HOLD_FOR_TEST",
        "2021-12-31T15:59:59Z, HOLD_FOR_TEST",
        "2021-12-31T16:00:00Z, PUBLISH",
    })
    void sendsEverybodyToATestWhileAConfirmedWindowIsOpen(Instant asOf, Effect effect) {
        windows.add(window(new ReviewWindow.State.Confirmed("second", REGISTERED)));

        DerivedStanding derived = at(asOf, Instant.MAX);

        assertThat(derived.effect().get(ReleaseKind.NEW_LISTING)).isEqualTo(effect);
        assertThat(derived.effect().get(ReleaseKind.VERSION_UPDATE)).isEqualTo(Effect.PUBLISH);
        assertThat(derived.standing()).isEqualTo(Standing.CLEAR);
    }

    @Test
    void neverEnforcesAWindowNobodyConfirmed() {
        windows.add(window(new ReviewWindow.State.Recorded()));

        assertThat(now().effect().values()).containsOnly(Effect.PUBLISH);
    }

    @Test
    void enforcesAnEndedWindowUntilItsEnd() {
        Instant ended = NOW.plusSeconds(60);
        windows.add(window(new ReviewWindow.State.Ended(
                new ReviewWindow.State.Confirmed("second", REGISTERED), new Ending("first", "second", "over", ended))));

        assertThat(at(NOW, Instant.MAX).windows()).hasSize(1);
        assertThat(at(ended, Instant.MAX).windows()).isEmpty();
        assertThat(at(ended, NOW).windows()).hasSize(1);
    }

    private DerivedStanding now() {
        return DerivedStanding.present(facts(), windows, POLICY, NOW);
    }

    private DerivedStanding at(Instant asOf, Instant knownAt) {
        return DerivedStanding.at(facts(), windows, POLICY, asOf, knownAt);
    }

    private PublisherFacts facts() {
        return new PublisherFacts(PUBLISHER, Optional.empty(), registeredAt, 1, notices, measures);
    }

    private static NamedIn batch(String id, String publishedAt) {
        Instant at = Instant.parse(publishedAt);
        return new NamedIn(id, "MIIT", NoticeKind.BATCH, at, "officer", at, Optional.empty());
    }

    private static Measure measure(MeasureType type, MeasureState state) {
        return new Measure(
                Ids.next(), PUBLISHER, type, new Measure.Imposition("first", NOW, NOW, Optional.empty()), state);
    }

    private static ReviewWindow window(ReviewWindow.State state) {
        return new ReviewWindow(
                Ids.next(),
                Instant.parse("2021-11-23T16:00:00Z"),
                Instant.parse("2021-12-31T16:00:00Z"),
                Set.of(ReleaseKind.NEW_LISTING),
                "reported",
                new ReviewWindow.Recording("first", REGISTERED),
                state);
    }
}
