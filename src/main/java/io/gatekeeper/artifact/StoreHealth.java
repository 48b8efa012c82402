package io.gatekeeper.artifact;

import io.smallrye.health.api.Wellness;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether files can be stored and read. Wellness and not readiness: without the store the gate decides and answers as
 * ever, uploads are told to come again, and screenings are tried again.
 */
@Wellness
class StoreHealth implements HealthCheck {

    private final ArtifactStore store;

    StoreHealth(ArtifactStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("artifacts").withData("store", store.kind());
        try {
            store.check();
            return answer.up().build();
        } catch (IOException e) {
            return answer.down()
                    .withData("cause", "the store of files does not answer")
                    .build();
        }
    }
}
