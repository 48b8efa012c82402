package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When this replica last finished a sweep of the technical tests' deadlines, for health. */
@ApplicationScoped
public class LastSweep {

    /** @param tick of the machine's own timer, because the gate's clock may be set while nothing is wrong */
    private record Sweep(Instant at, long tick) {}

    private volatile Sweep last;

    void finished(Instant at) {
        last = new Sweep(at, System.nanoTime());
    }

    /** By the gate's clock; empty before the first one. */
    public Optional<Instant> at() {
        return Optional.ofNullable(last).map(Sweep::at);
    }

    /** How long ago that really was. */
    public Optional<Duration> age() {
        return Optional.ofNullable(last).map(sweep -> Duration.ofNanos(System.nanoTime() - sweep.tick()));
    }
}
