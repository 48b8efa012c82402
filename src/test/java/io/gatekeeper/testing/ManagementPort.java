package io.gatekeeper.testing;

import java.util.List;

/** What the port of health and metrics must not answer, in whatever build. */
public final class ManagementPort {

    /** Where this framework, or another version of it, has things to tell that are nobody's business. */
    public static final List<String> NOTHING_THERE = List.of(
            "/",
            "/q",
            "/q/",
            "/q/arc",
            "/q/arc/beans",
            "/q/config",
            "/q/dev",
            "/q/dev-ui",
            "/q/health-ui",
            "/q/info",
            "/q/logging-manager",
            "/q/openapi",
            "/q/scheduler",
            "/q/swagger-ui",
            "/openapi.yaml",
            "/META-INF/openapi.yaml",
            "/local/clock",
            "/v1/policies");

    private ManagementPort() {}
}
