package io.gatekeeper.resilience;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How much of each fault: a few of each with the other tests, or the long form of {@code mvn -Presilience verify}. */
final class Scale {

    static final boolean LONG = Boolean.getBoolean("resilience.long");

    /** Makes the random instants the same in every run; printed, and set to repeat one. */
    static final long SEED = Long.getLong("resilience.seed", 20_211_124L);

    private Scale() {}

    static int times(int shortForm, int longForm) {
        return LONG ? longForm : shortForm;
    }

    /**
     * The bounds hold on a machine that has nothing else to do; where more threads want to run than it has processors,
     * everything takes so many times as long, and each bound with it.
     */
    static double factor() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Math.max(1, Math.ceil(load / Runtime.getRuntime().availableProcessors()));
    }

    static Duration bound(int seconds) {
        return Duration.ofMillis((long) (seconds * 1_000 * factor()));
    }
}
