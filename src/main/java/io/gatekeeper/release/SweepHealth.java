package io.gatekeeper.release;

import io.gatekeeper.technicaltest.LastSweep;
import io.smallrye.health.api.Wellness;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether this replica still looks for what time has overtaken: deadlines of tests, and decisions to be made again. */
@Wellness
class SweepHealth implements HealthCheck {

    /** A sweep comes round every second; one that has not for a minute hangs or cannot reach the database. */
    private static final Duration TOO_LONG = Duration.ofSeconds(60);

    /** A gate that has just started has not swept yet, and is given as long as any other round. */
    private final long begun = System.nanoTime();

    private final FollowUp followUp;
    private final LastSweep deadlines;
    private final boolean ours;

    /** @param ours whether the workflow is a role of this replica; one without it sweeps nothing, and is well */
    SweepHealth(
            FollowUp followUp, LastSweep deadlines, @ConfigProperty(name = "gatekeeper.roles.workflow") boolean ours) {
        this.followUp = followUp;
        this.deadlines = deadlines;
        this.ours = ours;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("sweeps");
        if (!ours) {
            return health.withData("role", "of other replicas").up().build();
        }
        boolean decisions = report(health, "decisionsSecondsAgo", followUp.lastSweepAge());
        boolean tests = report(health, "testDeadlinesSecondsAgo", deadlines.age());
        return health.status(decisions && tests).build();
    }

    private boolean report(HealthCheckResponseBuilder health, String name, Optional<Duration> age) {
        health.withData(name, age.map(a -> String.valueOf(a.toSeconds())).orElse("not yet"));
        return age.orElse(Duration.ofNanos(System.nanoTime() - begun)).compareTo(TOO_LONG) < 0;
    }
}
