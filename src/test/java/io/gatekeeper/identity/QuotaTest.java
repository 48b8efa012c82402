package io.gatekeeper.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.CreditCodes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Servers} gives the tenants named here small quotas; all others have none in a test. */
@QuarkusTest
class QuotaTest {

    /** As many as one tenant may have under way at once, and many more. */
    private static final int CROWD = 64;

    @Inject
    MeterRegistry meters;

    private final Gate quiet = Gate.as(Tokens.platform("quiet-store"));

    @Test
    void refusesSubmissionsBeyondItAndStoresNothing() {
        Gate hasty = Gate.as(Tokens.platform("three-submissions"));
        String publisher = Gate.registeredPublisher();
        double refusedBefore = refused(CallKind.SUBMISSIONS);
        for (int i = 1; i <= 3; i++) {
            hasty.submit(submission(publisher)).then().statusCode(201);
        }

        Map<String, Object> fourth = submission(publisher);
        assertLimited(hasty.submit(fourth, "the-fourth"), "submissions", 3);

        assertThat(refused(CallKind.SUBMISSIONS)).isEqualTo(refusedBefore + 1);
        hasty.get("/v1/release-requests").then().statusCode(200).body("items", hasSize(3));
        quiet.submit(fourth).then().statusCode(201);
    }

    @Test
    void refusesReadsAndOthersEachForItself() {
        Gate hasty = Gate.as(Tokens.platform("three-of-each"));
        for (int i = 1; i <= 3; i++) {
            hasty.get("/v1/policies").then().statusCode(200);
        }
        assertLimited(hasty.get("/v1/policies"), "reads", 3);
        for (int i = 1; i <= 3; i++) {
            hasty.list("01970000-0000-7000-8000-000000000000").then().statusCode(404);
        }
        assertLimited(hasty.list("01970000-0000-7000-8000-000000000000"), "others", 3);
        quiet.get("/v1/policies").then().statusCode(200);
    }

    @Test
    void countsEachHundredPublishersOfAQuery() {
        Gate curious = Gate.as(Tokens.platform("twenty-reads"));
        List<String> ids = Stream.generate(CreditCodes::fresh).limit(1_901).toList();

        curious.post("/v1/publishers/status-queries", Map.of("publisherIds", ids.subList(0, 100)))
                .then()
                .statusCode(200);
        assertLimited(curious.post("/v1/publishers/status-queries", Map.of("publisherIds", ids)), "reads", 20);
        curious.post("/v1/publishers/status-queries", Map.of("publisherIds", ids.subList(0, 1_800)))
                .then()
                .statusCode(200)
                .body("items", hasSize(1_800));
        curious.get("/v1/policies").then().statusCode(429);
    }

    @Test
    void letsACrowdOfOneTenantWaitInLine() throws Exception {
        Crowd crowd = new Crowd(RestAssured.port);
        String token = Tokens.platform("crowded-store");
        String publisher = Gate.registeredPublisher();
        ExecutorService callers = Executors.newFixedThreadPool(CROWD);
        try {
            List<Future<Crowd.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 4 * CROWD; i++) {
                answers.add(
                        i % 2 == 0
                                ? callers.submit(() -> crowd.get(token, "/v1/publishers/" + publisher + "/status"))
                                : callers.submit(
                                        () -> crowd.post(token, "/v1/release-requests", submission(publisher))));
            }
            for (Future<Crowd.Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 201);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void givesAPlaceBackHoweverTheCallEnds() {
        Gate clumsy = Gate.as(Tokens.platform("clumsy-store"));
        for (int i = 0; i < CROWD; i++) {
            clumsy.post("/v1/release-requests", "{").then().statusCode(400);
            clumsy.post("/v1/release-requests/batch", "{").then().statusCode(400);
            clumsy.read("01970000-0000-7000-8000-000000000000").then().statusCode(404);
            clumsy.get("/v1/publishers/nonsense/status").then().statusCode(400);
        }
        clumsy.get("/v1/policies").then().statusCode(200);
        clumsy.post("/v1/publishers/status-queries", Map.of("publisherIds", List.of(Codes.creditCode())))
                .then()
                .statusCode(200);
    }

    @Test
    void isNoMatterForACallThatIsRefusedAnyway() {
        String laboratory = Tokens.laboratory("three-of-each");
        for (int i = 0; i < 5; i++) {
            given().auth().oauth2(laboratory).get("/v1/notices").then().statusCode(403);
        }
    }

    private static void assertLimited(Response answer, String policy, int quota) {
        answer.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .header("RateLimit-Policy", equalTo("\"" + policy + "\";q=" + quota + ";w=60"))
                .header("RateLimit", startsWith("\"" + policy + "\";r="))
                .body("type", equalTo("urn:gatekeeper:problem:rate-limited"));
        int wait = Integer.parseInt(answer.header("Retry-After"));
        assertThat(wait).isBetween(1, 60);
        assertThat(answer.header("RateLimit")).endsWith(";t=" + wait);
    }

    private double refused(CallKind kind) {
        return meters.counter("gatekeeper.quota.refused", "kind", kind.label()).count();
    }

    private static Map<String, Object> submission(String publisher) {
        return Gate.submission(publisher, Codes.packageName(), 1, Codes.sha256());
    }
}
