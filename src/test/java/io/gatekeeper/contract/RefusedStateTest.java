package io.gatekeeper.contract;

import static io.gatekeeper.contract.Refusals.assertProblem;
import static io.gatekeeper.contract.Refusals.withoutInstance;
import static io.gatekeeper.testing.Gate.imposeGuidance;
import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is well said, but not now, or not by this caller. */
@QuarkusTest
class RefusedStateTest {

    private static final Gate PLATFORM = Gate.as(Tokens.platform("huawei-appgallery"));
    private static final Gate ANOTHER_PLATFORM = Gate.as(Tokens.platform("xiaomi-getapps"));
    private static final Gate LABORATORY = Gate.as(Tokens.laboratory("lab-beijing"));
    private static final Gate ANOTHER_LABORATORY = Gate.as(Tokens.laboratory("lab-shenzhen"));
    private static final Map<String, Object> PASSED = Plans.verdict("PASSED", "as tested");

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "GET, /decisions",
        "POST, /listing",
        "POST, /withdrawal",
    })
    void aForeignReleaseRequestAnswersExactlyAsAnAbsentOne(String method, String below) {
        String id = held(registeredPublisher());
        Response foreign = call(Tokens.platform("xiaomi-getapps"), method, "/v1/release-requests/" + id + below);
        Response absent =
                call(Tokens.platform("xiaomi-getapps"), method, "/v1/release-requests/" + UUID.randomUUID() + below);
        assertProblem(foreign, ProblemType.NOT_FOUND);
        assertThat(withoutInstance(foreign)).isEqualTo(withoutInstance(absent));
        if (method.equals("GET")) {
            Response ofAnotherPublisher =
                    call(Tokens.publisher(Codes.creditCode()), method, "/v1/release-requests/" + id + below);
            assertThat(withoutInstance(ofAnotherPublisher)).isEqualTo(withoutInstance(absent));
        }
    }

    @Test
    void aForeignTechnicalTestAnswersExactlyAsAnAbsentOne() {
        String publisher = underGuidance();
        String test = "/v1/technical-tests/" + testOf(held(publisher));
        String none = "/v1/technical-tests/" + UUID.randomUUID();
        LABORATORY.post(test + "/claim").then().statusCode(200);

        assertSame(ANOTHER_LABORATORY.get(test), ANOTHER_LABORATORY.get(none));
        assertSame(
                ANOTHER_LABORATORY.post(test + "/verdict", PASSED), ANOTHER_LABORATORY.post(none + "/verdict", PASSED));
        Map<String, Object> question = Map.of("question", "why?");
        assertSame(
                ANOTHER_LABORATORY.post(test + "/information-requests", question),
                ANOTHER_LABORATORY.post(none + "/information-requests", question));
        Gate anotherPublisher = Gate.as(Tokens.publisher(Codes.creditCode()));
        assertSame(anotherPublisher.get(test), anotherPublisher.get(none));
        Map<String, Object> answer = Map.of("answer", "because");
        assertSame(
                anotherPublisher.post(test + "/information-requests/1/answer", answer),
                anotherPublisher.post(none + "/information-requests/1/answer", answer));
    }

    @Test
    void aHeldReleaseIsNotListed() {
        Response answer = PLATFORM.list(held(underGuidance()));
        assertProblem(answer, ProblemType.NOT_CLEARED);
        answer.then().body("reasons.code", hasItems("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"));
    }

    @Test
    void aClosedReleaseIsNotWithdrawn() {
        String listed = PLATFORM.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        PLATFORM.list(listed).then().statusCode(200);
        assertProblem(PLATFORM.withdraw(listed), ProblemType.INVALID_STATE);
    }

    @Test
    void aClaimHeldByAnotherIsRefusedAndAVerdictIsGivenOnce() {
        String test = "/v1/technical-tests/" + testOf(held(underGuidance()));
        assertProblem(LABORATORY.post(test + "/verdict", PASSED), ProblemType.NOT_CLAIMED);
        LABORATORY.post(test + "/claim").then().statusCode(200);
        assertProblem(ANOTHER_LABORATORY.post(test + "/claim"), ProblemType.CLAIM_HELD);
        Response withoutFinding = LABORATORY.post(test + "/verdict", Map.of("outcome", "FAILED", "summary", "bad"));
        assertThat(assertProblem(withoutFinding, ProblemType.INVALID_STATE)).containsExactly("/outcome");
        LABORATORY.post(test + "/verdict", PASSED).then().statusCode(200);
        assertProblem(LABORATORY.post(test + "/verdict", PASSED), ProblemType.ALREADY_CONCLUDED);
        assertProblem(LABORATORY.post(test + "/claim"), ProblemType.ALREADY_CONCLUDED);
    }

    @Test
    void whatHasChangedSinceItWasReadIsNotTouched() {
        String publisher = underGuidance();
        String held = held(publisher);
        String test = testOf(held);
        for (String tag : List.of("\"99.0\"", "nonsense", "\"\"", "W/\"98.1\", \"99.1\"", "\"0")) {
            Response withdrawal = given().auth()
                    .oauth2(Tokens.platform("huawei-appgallery"))
                    .header("If-Match", tag)
                    .post("/v1/release-requests/" + held + "/withdrawal");
            assertProblem(withdrawal, ProblemType.PRECONDITION_FAILED);
            Response claim = given().auth()
                    .oauth2(Tokens.laboratory("lab-beijing"))
                    .header("If-Match", tag)
                    .post("/v1/technical-tests/" + test + "/claim");
            assertProblem(claim, ProblemType.PRECONDITION_FAILED);
        }
        String present = PLATFORM.read(held).header("ETag");
        given().auth()
                .oauth2(Tokens.platform("huawei-appgallery"))
                .header("If-Match", "\"99.0\", W/" + present)
                .post("/v1/release-requests/" + held + "/withdrawal")
                .then()
                .statusCode(200);
    }

    @Test
    void whatTheCallerHasIsNotSentAgain() {
        String held = held(registeredPublisher());
        String publisher = PLATFORM.read(held).path("publisherId");
        for (String path : List.of("/v1/release-requests/" + held, "/v1/publishers/" + publisher + "/status")) {
            String tag = PLATFORM.get(path).header("ETag");
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                given().auth()
                        .oauth2(Tokens.platform("huawei-appgallery"))
                        .header("If-None-Match", known)
                        .get(path)
                        .then()
                        .statusCode(304);
            }
            given().auth()
                    .oauth2(Tokens.platform("huawei-appgallery"))
                    .header("If-None-Match", "\"other\"")
                    .get(path)
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void aKeyUsedForAnotherSubmissionIsNamed() {
        String publisher = registeredPublisher();
        String key = Codes.sha256();
        PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()), key)
                .then()
                .statusCode(201);
        Response other = PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()), key);
        assertThat(assertProblem(other, ProblemType.IDEMPOTENCY_KEY_REUSED)).containsExactly("Idempotency-Key");
        ANOTHER_PLATFORM
                .submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()), key)
                .then()
                .statusCode(201);
    }

    private static void assertSame(Response foreign, Response absent) {
        assertProblem(foreign, ProblemType.NOT_FOUND);
        assertThat(withoutInstance(foreign)).isEqualTo(withoutInstance(absent));
    }

    private static Response call(String token, String method, String path) {
        return given().auth().oauth2(token).contentType(ContentType.JSON).request(method, path);
    }

    private static String underGuidance() {
        String publisher = registeredPublisher();
        imposeGuidance(publisher);
        return publisher;
    }

    private static String held(String publisher) {
        return PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
    }

    private static String testOf(String releaseRequest) {
        return Awaitility.await("a technical test for " + releaseRequest)
                .atMost(Duration.ofSeconds(60))
                .until(() -> PLATFORM.read(releaseRequest).path("test.id"), test -> test != null);
    }
}
