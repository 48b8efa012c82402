package io.gatekeeper.contract;

import static io.gatekeeper.contract.Refusals.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A token that is not exactly one of our issuer, for us, now, is none. */
@QuarkusTest
class TokenTest {

    private static final Claims GOOD = Claims.of(Role.PLATFORM, "huawei-appgallery", "huawei-appgallery-backend");

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isNone(String what, String authorization) {
        Response answer = given().header("Authorization", authorization).get("/v1/release-requests");
        assertProblem(answer, ProblemType.UNAUTHENTICATED);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    static Stream<Arguments> isNone() throws IOException {
        String good = Tokens.of(GOOD);
        String[] parts = good.split("\\.");
        DevelopmentIssuer another = DevelopmentIssuer.in(
                Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-servers")), "issuer-"));
        return Stream.of(
                Arguments.of("garbage", "Bearer abc"),
                Arguments.of("nothing after the scheme", "Bearer "),
                Arguments.of("another scheme", "Basic " + base64("officer-1:secret")),
                Arguments.of("expired", bearer(GOOD.expiringAt(Instant.now().minusSeconds(3_600)))),
                Arguments.of("for another audience", bearer(GOOD.withAudience("another"))),
                Arguments.of("of another issuer", bearer(GOOD.withIssuer("https://issuer.example"))),
                Arguments.of("signed with another key", "Bearer " + another.token(GOOD)),
                Arguments.of(
                        "unsigned", "Bearer " + base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "."),
                Arguments.of("without its signature", "Bearer " + parts[0] + "." + parts[1] + "."),
                Arguments.of(
                        "with the role changed",
                        "Bearer " + parts[0] + "."
                                + base64(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                                        .replace("platform", "auditor"))
                                + "." + parts[2]),
                Arguments.of(
                        "signed with the public key as a secret",
                        "Bearer " + base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]),
                Arguments.of("followed by another", "Bearer " + good + ", Bearer " + good));
    }

    @Test
    void thatWasVerifiedBeforeIsNoneOnceItHasExpired() {
        String token = Tokens.of(GOOD.expiringAt(Instant.now().plusSeconds(8)));
        given().auth().oauth2(token).get("/v1/release-requests").then().statusCode(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertProblem(
                        given().auth().oauth2(token).get("/v1/release-requests"), ProblemType.UNAUTHENTICATED));
    }

    @Test
    void thatResemblesOneVerifiedBeforeIsNone() {
        String good = Tokens.of(GOOD);
        given().auth().oauth2(good).get("/v1/release-requests").then().statusCode(200);

        String[] parts = good.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String another = base64(payload.replace("huawei-appgallery", "xiaomi-getapps"));
        assertProblem(
                given().auth().oauth2(parts[0] + "." + another + "." + parts[2]).get("/v1/release-requests"),
                ProblemType.UNAUTHENTICATED);
        assertProblem(
                given().auth().oauth2(parts[0] + "." + parts[1] + ".").get("/v1/release-requests"),
                ProblemType.UNAUTHENTICATED);
    }

    @Test
    void withoutAnOrganisationMayDoNothing() {
        for (String organisation : new String[] {null, "", " "}) {
            Claims claims =
                    new Claims(GOOD.issuer(), GOOD.audience(), GOOD.subject(), organisation, GOOD.groups(), null);
            Response answer = given().auth().oauth2(Tokens.of(claims)).get("/v1/release-requests");
            assertProblem(answer, ProblemType.FORBIDDEN);
        }
    }

    @Test
    void withARoleNobodyKnowsMayDoNothing() {
        Claims claims = new Claims(
                GOOD.issuer(), GOOD.audience(), GOOD.subject(), GOOD.organisation(), Set.of("admin", "PLATFORM"), null);
        assertProblem(given().auth().oauth2(Tokens.of(claims)).get("/v1/policies"), ProblemType.FORBIDDEN);
    }

    private static String bearer(Claims claims) {
        return "Bearer " + Tokens.of(claims);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
