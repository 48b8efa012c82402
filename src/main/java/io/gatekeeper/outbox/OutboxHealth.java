package io.gatekeeper.outbox;

import io.smallrye.health.api.Wellness;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether events reach the broker. Wellness and not readiness: while the broker is away the gate goes on deciding, and
 * taking it out of service would help nobody.
 */
@Wellness
class OutboxHealth implements HealthCheck {

    private static final Duration TOO_OLD = Duration.ofSeconds(60);

    private final OutboxBacklog backlog;

    OutboxHealth(OutboxBacklog backlog) {
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            OutboxBacklog.Backlog now = backlog.now();
            return HealthCheckResponse.named("outbox")
                    .status(now.oldest().compareTo(TOO_OLD) < 0)
                    .withData("waiting", now.waiting())
                    .withData("oldestAgeSeconds", now.oldest().toSeconds())
                    .build();
        } catch (SQLException e) {
            return HealthCheckResponse.named("outbox")
                    .down()
                    .withData("cause", "the database cannot be reached")
                    .build();
        }
    }
}
