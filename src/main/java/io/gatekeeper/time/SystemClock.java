package io.gatekeeper.time;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Gives every user of a {@link Clock} the system's, in UTC, unless another clock is on the class path. */
class SystemClock {

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        // To the microsecond, as PostgreSQL keeps it: an instant answered now equals itself when it is read again.
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }
}
