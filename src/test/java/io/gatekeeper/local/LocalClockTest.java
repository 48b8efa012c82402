package io.gatekeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalClockTest {

    private static final Instant NOTICE = Instant.parse("2021-11-24T07:00:00Z");

    private final LocalClock clock = new LocalClock();

    @Test
    void goesOnFromWhereItIsSet() {
        clock.set(NOTICE);

        assertThat(clock.instant()).isBetween(NOTICE, NOTICE.plusSeconds(10));
    }

    @Test
    void advancesWhileItTicks() {
        clock.set(NOTICE);

        clock.advance(Duration.ofDays(7));

        Instant due = Instant.parse("2021-12-01T07:00:00Z");
        assertThat(clock.instant()).isBetween(due, due.plusSeconds(10));
    }

    @Test
    void staysFrozenWhenItAdvances() {
        clock.freeze(NOTICE);

        clock.advance(Duration.ofDays(7));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2021-12-01T07:00:00Z"));
    }

    @Test
    void returnsToTheTimeOfTheSystem() {
        clock.freeze(NOTICE);

        clock.reset();

        assertThat(clock.instant())
                .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
    }
}
