package io.gatekeeper.technicaltest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.screening.file.SomePackage;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.TlsServer;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release request may say where its file is; the gate fetches it, or says why it could not. */
@QuarkusTest
@TestProfile(FetchedFileTest.FilesAreFetched.class)
class FetchedFileTest {

    private static final String HOST = "localhost";

    public static class FilesAreFetched implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gatekeeper.technical-test.file",
                    "REQUIRED",
                    "gatekeeper.artifacts.locations.ports",
                    "443," + Servers.freePort(),
                    "gatekeeper.artifacts.locations.also-allowed",
                    "127.0.0.0/8,::1/128",
                    "gatekeeper.artifacts.locations.certificate-authority",
                    TlsServer.certificate(HOST).toString());
        }
    }

    @ConfigProperty(name = "gatekeeper.artifacts.locations.ports")
    List<Integer> ports;

    @Inject
    Cases cases;

    @Inject
    LocalClock clock;

    private final String organisation = Codes.platform();
    private final String token = Tokens.platform(organisation);
    private final Gate platform = Gate.as(token);
    private final Calls laboratory = new Calls(Tokens.laboratory("lab-beijing"));
    private final SomeFile file = SomePackage.any();
    private TlsServer server;

    @BeforeEach
    void serve() {
        server = new TlsServer(HOST, ports.get(1));
        server.serve("/app.apk", file.content());
    }

    @AfterEach
    void stop() {
        server.close();
        clock.reset();
    }

    @Test
    void isFetchedAndScreenedForTheTestThatNeedsIt() {
        String release = held(location("/app.apk"));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> "QUEUED".equals(platform.read(release).path("test.state")));

        UUID test = testOf(release);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> fetch(test).then().body("state", equalTo("DONE")));
        fetch(test).then().body("attempts", equalTo(1));
        assertThat(given().auth().oauth2(token).get(file.path()).asByteArray()).isEqualTo(file.content());
        laboratory.claim(test).statusCode(200);
        assertThat(Topics.read(
                        Topic.RELEASE_REQUESTS.topicName(), event -> event.key().equals(file.sha256())))
                .as("where it is, no event says")
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.toString()).doesNotContain("app.apk"));
    }

    @Test
    void followsARedirectToAnotherPublicAddressAndBelievesNoOther() {
        server.on("/one", exchange -> {
            exchange.getResponseHeaders().add("Location", "/two?once=1");
            TlsServer.answer(exchange, 302, new byte[0]);
        });
        server.on("/two", exchange -> {
            exchange.getResponseHeaders().add("Location", location("/app.apk"));
            TlsServer.answer(exchange, 307, new byte[0]);
        });
        String release = held(location("/one"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "QUEUED".equals(platform.read(release).path("test.state")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/app.apk",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/app.apk",
                "https://localhost:1/app.apk",
                "/round",
            })
    void refusesARedirectElsewhere(String elsewhere) {
        server.on("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere);
            TlsServer.answer(exchange, 302, new byte[0]);
        });

        UUID test = awaiting(held(location("/round")));

        assertThat(problem(test)).contains("location");
        assertThat(cases.row(test).state()).isEqualTo(TestState.AWAITING_ARTIFACT);
    }

    @Test
    void keepsNothingOfAnotherFileOrOneOfAnotherLength() {
        byte[] other = file.content().clone();
        other[other.length / 2]++;
        server.serve("/app.apk", other);
        assertThat(problem(awaiting(held(location("/app.apk"))))).contains("not the one with this digest");
        given().auth().oauth2(Tokens.auditor()).head(file.path()).then().statusCode(404);
        file.uploadedBy(token);

        SomeFile longer = SomePackage.any();
        server.serve("/longer", longer.content());
        assertThat(problem(awaiting(held(longer, longer.content().length - 1, location("/longer")))))
                .contains("another number of bytes");
        server.on("/unsaid", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(longer.content());
        });
        assertThat(problem(awaiting(held(longer, longer.content().length - 1, location("/unsaid")))))
                .contains("more bytes");
    }

    @Test
    void givesUpInTheEndUntilAnotherLocationIsNamed() {
        server.on("/app.apk", exchange -> TlsServer.answer(exchange, 503, new byte[0]));
        String publisher = underGuidance();
        Map<String, Object> submission = submission(publisher, file, file.content().length, location("/app.apk"));
        String release = platform.submit(submission).path("id");
        UUID test = awaiting(release);
        assertThat(problem(test)).contains("answers 503");

        for (int attempt = 2; attempt <= FetchFiles.MOST_ATTEMPTS; attempt++) {
            int expected = attempt;
            clock.advance(Duration.ofMinutes(40));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> fetch(test).then().body("attempts", equalTo(expected)));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(cases.history(test).stream()
                                    .filter(line -> line.what == TestEventRow.What.ARTIFACT_NOT_FETCHED))
                            .hasSize(expected)
                            .allMatch(line -> line.detail.contains("answers 503")));
        }

        fetch(test).then().body("state", equalTo("FAILED")).body("nextAttemptAt", equalTo(null));
        platform.read(release)
                .then()
                .body("test.state", equalTo("AWAITING_ARTIFACT"))
                .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "AWAITING_ARTIFACT"));
        server.serve("/sound", file.content());
        submission.put("artifact", artifact(file, file.content().length, location("/sound")));
        Gate.as(Tokens.platform(Codes.platform())).submit(submission).then().statusCode(201);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> "QUEUED".equals(platform.read(release).path("test.state")));
        assertThat(testOf(release)).isEqualTo(test);
    }

    @Test
    void showsNobodyElseHowItGoes() {
        UUID test = awaiting(held(location("/absent")));

        Gate.as(Tokens.platform(Codes.platform()))
                .get("/v1/technical-tests/" + test + "/fetch")
                .then()
                .statusCode(404);
        Gate.as(Tokens.auditor())
                .get("/v1/technical-tests/" + test + "/fetch")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://files.example/app.apk",
                "https://user:secret@files.example/app.apk",
                "https://files.example/app.apk#part",
                "https://[::1]/app.apk",
                "https://files.example/%zz",
                "https://",
                "file:///etc/passwd",
            })
    void isNamedByAnHttpsAddressOnly(String location) {
        platform.submit(submission(underGuidance(), file, file.content().length, location))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/artifact/location"));
    }

    private String location(String path) {
        return "https://" + HOST + ":" + ports.get(1) + path;
    }

    private String held(String location) {
        return held(file, file.content().length, location);
    }

    private String held(SomeFile held, int sizeBytes, String location) {
        return platform.submit(submission(underGuidance(), held, sizeBytes, location))
                .then()
                .statusCode(201)
                .body("artifact.location", equalTo(location))
                .extract()
                .path("id");
    }

    private static String underGuidance() {
        String publisher = Gate.registeredPublisher();
        Gate.imposeGuidance(publisher);
        return publisher;
    }

    private static Map<String, Object> submission(String publisher, SomeFile file, int sizeBytes, String location) {
        Map<String, Object> submission = Gate.submission(publisher, Codes.packageName(), 1, file.sha256());
        submission.put("artifact", artifact(file, sizeBytes, location));
        return submission;
    }

    private static Map<String, Object> artifact(SomeFile file, int sizeBytes, String location) {
        return Map.of("sha256", file.sha256(), "sizeBytes", sizeBytes, "location", location);
    }

    private UUID testOf(String release) {
        return UUID.fromString(platform.read(release).path("test.id"));
    }

    /** The case of a held release, once it has its first failed attempt. */
    private UUID awaiting(String release) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> platform.read(release).path("test.id") != null);
        UUID test = testOf(release);
        await().atMost(Duration.ofSeconds(60)).until(() -> fetch(test).path("problem") != null);
        return test;
    }

    private String problem(UUID test) {
        return fetch(test).path("problem");
    }

    private Response fetch(UUID test) {
        return platform.get("/v1/technical-tests/" + test + "/fetch");
    }
}
