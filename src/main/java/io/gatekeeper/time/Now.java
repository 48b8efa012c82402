package io.gatekeeper.time;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The present instant as the database can keep it: to the microsecond, so that it equals itself when read again. */
public final class Now {

    private Now() {}

    public static Instant of(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
