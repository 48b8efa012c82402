package io.gatekeeper.local;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that can be set, so that a term of seven days passes in a call.
 *
 * <p>It ticks along with the system, at an offset, until it is frozen; the zone is always UTC.
 */
@Singleton
public class LocalClock extends Clock {

    // A clock of the JDK is immutable, so whoever reads while another sets sees the one or the other, never a mixture.
    private final AtomicReference<Clock> current = new AtomicReference<>(Clock.systemUTC());

    /** From now on it is {@code now}, and time goes on from there. */
    public void set(Instant now) {
        current.set(ticking(now));
    }

    /** Lets {@code by} pass at once; a frozen clock stays frozen. */
    public void advance(Duration by) {
        current.updateAndGet(clock -> {
            Instant then = clock.instant().plus(by);
            return isFrozen(clock) ? Clock.fixed(then, ZoneOffset.UTC) : ticking(then);
        });
    }

    /** From now on it is {@code now}, until it is set, advanced or reset. */
    public void freeze(Instant now) {
        current.set(Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Back to the system's time. */
    public void reset() {
        current.set(Clock.systemUTC());
    }

    @Override
    public Instant instant() {
        // Like the system clock of the gate, to the microsecond.
        return current.get().instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock shows UTC only");
    }

    private static Clock ticking(Instant now) {
        Clock system = Clock.systemUTC();
        return Clock.offset(system, Duration.between(system.instant(), now));
    }

    private static boolean isFrozen(Clock clock) {
        return clock.equals(Clock.fixed(clock.instant(), ZoneOffset.UTC));
    }
}
