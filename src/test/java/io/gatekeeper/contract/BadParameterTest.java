package io.gatekeeper.contract;

import static io.gatekeeper.contract.Refusals.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters and headers that do not fit are named in the answer. */
@QuarkusTest
class BadParameterTest {

    private static final String ID = "01970000-0000-7000-8000-000000000000";

    @ParameterizedTest
    @MethodSource
    void isNamed(String path, String name, String value) {
        Response answer = as(path).urlEncodingEnabled(false).get(path + "?" + name + "=" + value);
        assertThat(assertProblem(answer, ProblemType.INVALID_REQUEST)).containsExactly(name);
    }

    static Stream<Arguments> isNamed() {
        List<Arguments> bad = new ArrayList<>();
        for (String path : List.of(
                "/v1/release-requests",
                "/v1/technical-tests",
                "/v1/notices",
                "/v1/measures",
                "/v1/review-windows",
                "/v1/unresolved-names",
                "/v1/publishers/91350100M000100Y43/history")) {
            for (String limit : List.of("0", "-1", "201", "abc", "1.5", "99999999999", "%00")) {
                bad.add(Arguments.of(path, "limit", limit));
            }
            for (String cursor : List.of(
                    "nonsense",
                    "!!!",
                    cursor("2021-11-24T07:00:00Z"),
                    cursor("yesterday|" + ID),
                    cursor("+1000000000-12-31T23:59:59Z|" + ID),
                    cursor("-999999999-01-01T00:00:00Z|" + ID),
                    cursor("2021-11-24T07:00:00Z|\u0000"))) {
                bad.add(Arguments.of(path, "cursor", cursor));
            }
        }
        for (String instant : List.of(
                "yesterday",
                "1637737200",
                "2021-11-24",
                "2021-11-24T07:00:00",
                "2021-13-24T07:00:00Z",
                "-1000-01-01T00:00:00Z",
                "%2B999999-01-01T00:00:00Z",
                "%00")) {
            bad.add(Arguments.of("/v1/release-requests", "submittedAfter", instant));
            bad.add(Arguments.of("/v1/release-requests", "submittedBefore", instant));
            bad.add(Arguments.of("/v1/technical-tests", "dueBefore", instant));
            bad.add(Arguments.of("/v1/publishers/91350100M000100Y43/status", "asOf", instant));
            bad.add(Arguments.of("/v1/publishers/91350100M000100Y43/status", "knownAt", instant));
        }
        bad.add(Arguments.of("/v1/publishers/91350100M000100Y43/status", "asOf", "1999-01-01T00:00:00Z"));
        for (String state : List.of("held", "NONSENSE", "%00")) {
            bad.add(Arguments.of("/v1/release-requests", "state", state));
            bad.add(Arguments.of("/v1/technical-tests", "state", state));
        }
        bad.add(Arguments.of("/v1/release-requests", "publisherId", "nonsense"));
        bad.add(Arguments.of("/v1/release-requests", "packageName", "%00"));
        bad.add(Arguments.of("/v1/release-requests", "packageName", "x".repeat(256)));
        bad.add(Arguments.of("/v1/release-requests", "sha256", "1234"));
        bad.add(Arguments.of("/v1/measures", "publisherId", "91350100M000100Y4"));
        bad.add(Arguments.of("/v1/technical-tests", "overdue", "yes"));
        bad.add(Arguments.of("/v1/technical-tests", "assignee", "%00"));
        bad.add(Arguments.of("/v1/technical-tests", "assignee", "x".repeat(201)));
        bad.add(Arguments.of("/v1/technical-tests/" + ID, "purpose", "a%00b"));
        return bad.stream();
    }

    @ParameterizedTest
    @CsvSource({
        "wait, 30",
        "wait, a while",
        "wait, PT61S",
        "wait, -PT1S",
        "wait, P1D",
        "wait, PT99999999999999999999S",
        "after, -1",
        "after, one",
        "after, 99999999999",
    })
    void ofALongPollIsNamed(String name, String value) {
        Gate platform = Gate.as(Tokens.platform());
        String id = platform.submit(Gate.submission(
                        io.gatekeeper.testing.Codes.creditCode(),
                        io.gatekeeper.testing.Codes.packageName(),
                        1,
                        io.gatekeeper.testing.Codes.sha256()))
                .path("id");
        Response answer = platform.get("/v1/release-requests/{id}?" + name + "={value}", id, value);
        assertThat(assertProblem(answer, ProblemType.INVALID_REQUEST)).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({"91350100M000100Y4", "91350100m000100y43", "91350100M000100Y4O", "9135010XM000100Y43", "%00", "nonsense"
    })
    void isNamedWhenItIsTheCreditCode(String creditCode) {
        for (String path : List.of("", "/status", "/history")) {
            Response answer = given().auth()
                    .oauth2(Tokens.regulator())
                    .urlEncodingEnabled(false)
                    .get("/v1/publishers/" + creditCode + path);
            assertThat(assertProblem(answer, ProblemType.INVALID_REQUEST)).containsExactly("creditCode");
        }
    }

    @Test
    void isNamedWhenItIsTheIdempotencyKey() {
        for (String key : List.of("a b", "schlüssel", "x".repeat(256))) {
            Response answer = Gate.as(Tokens.platform())
                    .submit(
                            Gate.submission(
                                    io.gatekeeper.testing.Codes.creditCode(),
                                    io.gatekeeper.testing.Codes.packageName(),
                                    1,
                                    io.gatekeeper.testing.Codes.sha256()),
                            key);
            assertThat(assertProblem(answer, ProblemType.INVALID_REQUEST)).containsExactly("Idempotency-Key");
        }
    }

    @Test
    void aRequestIdThatDoesNotFitIsReplaced() {
        for (String id : List.of("a b", "x".repeat(65), "<script>")) {
            Response answer = given().auth()
                    .oauth2(Tokens.auditor())
                    .header("X-Request-Id", id)
                    .get("/v1/policies");
            assertThat(answer.header("X-Request-Id")).isNotEqualTo(id).matches("[A-Za-z0-9._-]{1,64}");
        }
    }

    private static RequestSpecification as(String path) {
        return given().auth().oauth2(path.startsWith("/v1/release-requests") ? Tokens.platform() : Tokens.regulator());
    }

    private static String cursor(String content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }
}
