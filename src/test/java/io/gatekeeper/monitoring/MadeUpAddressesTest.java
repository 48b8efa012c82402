package io.gatekeeper.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What callers make up never becomes the name of a metric: names are kept for as long as the process lives, and after the
 * hundredth no further route is counted.
 */
@QuarkusTest
class MadeUpAddressesTest {

    private static final String MADE_UP = "made-up-" + UUID.randomUUID();
    private static final String REQUESTS = "http_server_requests_seconds_count";

    private static final List<String> ADDRESSES = List.of(
            "/" + MADE_UP,
            "/v1/" + MADE_UP,
            "/v1/release-requests/" + MADE_UP,
            "/v1/release-requests/" + MADE_UP + "/" + MADE_UP,
            "/v1/technical-tests/" + MADE_UP + "/claim",
            "/v1/artifacts/" + MADE_UP,
            "/q/" + MADE_UP);

    private static final List<String> METHODS = List.of("GET", "DELETE", "PATCH", "POST", MADE_UP);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void areNotNamesOfMetrics() throws Exception {
        double before = refusals(Served.now());
        List<String> callers = List.of("", "no token", Tokens.platform(), Tokens.laboratory());
        for (String address : ADDRESSES) {
            for (String method : METHODS) {
                for (String token : callers) {
                    assertThat(status(method, address, token))
                            .as(method + " " + address)
                            .isBetween(400, 499);
                }
            }
        }

        // A call is counted once its answer has been sent.
        int calls = ADDRESSES.size() * METHODS.size() * callers.size();
        Awaitility.await("all calls counted")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(refusals(Served.now())).isGreaterThanOrEqualTo(before + calls));
        assertThat(Served.now().series())
                .noneMatch(
                        one -> one.labels().toString().toLowerCase(Locale.ROOT).contains(MADE_UP));
    }

    /** By the JDK's own client: the tests' other one knows no methods but those of the standard. */
    private int status(String method, String address, String token) throws Exception {
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + address))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            call.header("Authorization", "Bearer " + token);
        }
        return client.send(call.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static double refusals(Served served) {
        return served.sum(REQUESTS, "outcome", "CLIENT_ERROR");
    }
}
