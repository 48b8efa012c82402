package io.gatekeeper.publisher;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The gate has started once it knows a policy that is in effect: without one it could only hold. */
@Startup
class PolicyHealth implements HealthCheck {

    private final Regime regime;
    private final Clock clock;

    PolicyHealth(Regime regime, Clock clock) {
        this.regime = regime;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<Policy> policy =
                QuarkusTransaction.requiringNew().call(() -> regime.read().policyAt(clock.instant()));
        return HealthCheckResponse.named("policy")
                .status(policy.isPresent())
                .withData("version", policy.map(Policy::version).orElse("none in effect"))
                .build();
    }
}
