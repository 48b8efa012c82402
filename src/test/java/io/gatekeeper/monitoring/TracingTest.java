package io.gatekeeper.monitoring;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.monitoring.Collector.Received;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One release, followed over HTTP, the outbox, Kafka and back, by whoever collects the traces. */
@QuarkusTest
@TestProfile(TracingTest.Traced.class)
class TracingTest {

    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:" + Servers.freePort(),
                    "quarkus.otel.bsp.schedule.delay", "100ms");
        }
    }

    /** Where the gate was told to send to; not made by the profile, which another class loader has. */
    private Collector collector;

    @BeforeEach
    void start() {
        URI endpoint =
                URI.create(ConfigProvider.getConfig().getValue("quarkus.otel.exporter.otlp.endpoint", String.class));
        collector = new Collector(endpoint.getPort());
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void oneTraceLeadsFromTheSubmissionToTheDecisionAfterTheVerdict() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);

        String id = post(
                        trace,
                        Tokens.platform(),
                        "/v1/release-requests",
                        submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        Gate platform = Gate.as(Tokens.platform());
        String test = Awaitility.await("an open test")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.read(id).path("test.id"), found -> found != null);
        Gate.as(Tokens.laboratory())
                .post("/v1/technical-tests/" + test + "/claim")
                .then()
                .statusCode(200);
        post(
                trace,
                Tokens.laboratory(),
                "/v1/technical-tests/" + test + "/verdict",
                Plans.verdict("PASSED", "as tested"));

        List<Told> decisions = Topics.await(
                "gatekeeper.release-decisions.v1", 2, told -> told.key().equals(id));
        List<Received> spans = Awaitility.await("all spans")
                .atMost(Duration.ofSeconds(30))
                .until(() -> collector.of(trace), received -> received.size() >= 4);
        Received submitted = named(spans, "POST /v1/release-requests");
        Received opened = named(spans, "process gatekeeper.release-requests.v1");
        Received concluded = named(spans, "POST /v1/technical-tests/{id}/verdict");
        Received decided = spans.stream()
                .filter(span -> span.name().equals("process gatekeeper.technical-tests.v1"))
                .filter(span -> span.parent().equals(concluded.id()))
                .findFirst()
                .orElseThrow();
        assertThat(opened.parent()).isEqualTo(submitted.id());
        assertThat(decisions)
                .extracting(told -> told.headers().get("ce_traceparent"))
                .containsExactly(traceParent(trace, submitted.id()), traceParent(trace, decided.id()));
        assertThat(decisions)
                .extracting(told -> told.headers().get("ce_requestid"))
                .noneMatch(requestId -> requestId.contains(trace));
    }

    private static Received named(List<Received> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + spans));
    }

    /** As a caller does that is traced itself. */
    private static Response post(String trace, String token, String path, Object body) {
        Response answer = given().auth()
                .oauth2(token)
                .header("traceparent", traceParent(trace, "00f067aa0ba902b7"))
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 201);
        return answer;
    }

    private static String traceParent(String trace, String span) {
        return "00-" + trace + "-" + span + "-01";
    }
}
