package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DurationSampleTest {

    private static final Instant START = Instant.parse("2021-11-24T07:00:00Z");

    /** One case for each hour from 1 to 101. */
    private static final DurationSample HOURS = new DurationSample(LongStream.rangeClosed(1, 101)
            .mapToObj(hours -> Duration.ofHours(hours).toMillis())
            .toList());

    @Test
    void tellsTheMedianAndTheTenths() {
        Expected expected = after(Duration.ZERO).orElseThrow();

        assertThat(expected.from()).isEqualTo(START.plus(Duration.ofHours(11)));
        assertThat(expected.at()).isEqualTo(START.plus(Duration.ofHours(51)));
        assertThat(expected.to()).isEqualTo(START.plus(Duration.ofHours(91)));
        assertThat(expected.basis()).isEqualTo(new Expected.Basis(Expected.Stage.WHOLE, "ANDROID", 101));
    }

    @Test
    void countsOnlyCasesThatTookLongerThanThisOneHasUntilNow() {
        Expected expected = after(Duration.ofHours(81)).orElseThrow();

        assertThat(expected.basis().cases()).isEqualTo(20);
        assertThat(expected.from()).isAfter(START.plus(Duration.ofHours(81)));
        assertThat(expected.at()).isBetween(expected.from(), expected.to());
    }

    @Test
    void saysNothingWhenTooFewTookThatLong() {
        assertThat(after(Duration.ofHours(91))).isPresent();
        assertThat(after(Duration.ofHours(92))).isEmpty();
        assertThat(after(Duration.ofDays(1_000))).isEmpty();
        assertThat(new DurationSample(Collections.nCopies(DurationSample.FEWEST - 1, 1L))
                        .after(START, START, Expected.Stage.WHOLE, "IOS"))
                .isEmpty();
    }

    @Test
    void doesNotMoveWhileNoCaseOfTheSampleIsPassed() {
        assertThat(after(Duration.ofMinutes(61))).isEqualTo(after(Duration.ofMinutes(119)));
    }

    @Test
    void countsEqualDurationsAll() {
        DurationSample same = new DurationSample(Collections.nCopies(30, 1_000L));

        assertThat(same.after(START, START.plusMillis(999), Expected.Stage.WHOLE, "IOS"))
                .hasValueSatisfying(
                        expected -> assertThat(expected.basis().cases()).isEqualTo(30));
        assertThat(same.after(START, START.plusMillis(1_000), Expected.Stage.WHOLE, "IOS"))
                .isEmpty();
    }

    private static Optional<Expected> after(Duration elapsed) {
        return HOURS.after(START, START.plus(elapsed), Expected.Stage.WHOLE, "ANDROID");
    }
}
