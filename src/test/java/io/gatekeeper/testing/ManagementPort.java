package io.gatekeeper.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ManagementPort() {}

    /** The status of a plain GET; a redirection is an answer too. */
    public static int status(int port, String path) {
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return CLIENT.send(get, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
