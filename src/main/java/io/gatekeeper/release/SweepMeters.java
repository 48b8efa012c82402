package io.gatekeeper.release;

import io.gatekeeper.technicaltest.LastSweep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long ago this replica last looked for what has fallen due: {@code gatekeeper_sweep_age_seconds}. */
@ApplicationScoped
class SweepMeters {

    private final long begun = System.nanoTime();

    /** @param ours whether the workflow is a role of this replica; one without it sweeps nothing, and shows no age */
    void register(
            @Observes StartupEvent event,
            MeterRegistry meters,
            FollowUp followUp,
            LastSweep deadlines,
            @ConfigProperty(name = "gatekeeper.roles.workflow") boolean ours) {
        if (ours) {
            age(meters, "decisions", followUp::lastSweepAge);
            age(meters, "test-deadlines", deadlines::age);
        }
    }

    /** Before the first, it is as old as this replica. */
    private void age(MeterRegistry meters, String sweep, Supplier<Optional<Duration>> last) {
        Gauge.builder(
                        "gatekeeper.sweep.age",
                        () -> last.get()
                                        .orElse(Duration.ofNanos(System.nanoTime() - begun))
                                        .toMillis()
                                / 1_000.0)
                .description("since the last sweep came to its end")
                .baseUnit("seconds")
                .tag("sweep", sweep)
                .register(meters);
    }
}
