package io.gatekeeper.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.ManagementPort;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The port that asks for no token: health and metrics, and nothing else. */
@QuarkusTest
class ManagementPortTest {

    /** Is shown the router of the port. */
    @Singleton
    static class Port {
        private Router router;

        void open(@Observes ManagementInterface management) {
            router = management.router();
        }
    }

    @Inject
    Port port;

    @Test
    void hasNoOtherRoutesThanHealthAndMetrics() {
        List<String> paths = port.router.getRoutes().stream()
                .map(Route::getPath)
                .filter(Objects::nonNull)
                .toList();

        assertThat(paths).isNotEmpty().allMatch(path -> path.matches("/q/(health(/.*)?|metrics.*|health-ui.*)"));
    }

    @Test
    void answersNothingElse() {
        int management = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        for (String path : ManagementPort.NOTHING_THERE) {
            assertThat(ManagementPort.status(management, path)).as(path).isEqualTo(404);
        }
    }
}
