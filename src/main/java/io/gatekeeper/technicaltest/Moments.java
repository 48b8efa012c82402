package io.gatekeeper.technicaltest;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Instants as PostgreSQL keeps them, so that an answer given now and one read later are the same to the digit. */
final class Moments {

    private Moments() {}

    static Clock of(Clock clock) {
        return Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
    }
}
