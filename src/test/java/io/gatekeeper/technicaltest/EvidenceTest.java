package io.gatekeeper.technicaltest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evidence is a file with a known way: brought by the laboratory, named in the case, read by whoever holds the case. */
@QuarkusTest
class EvidenceTest {

    private static final String BEIJING = Tokens.laboratory("lab-beijing");
    private static final String SHANGHAI = Tokens.laboratory("lab-shanghai");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    Session database;

    private final Calls beijing = new Calls(BEIJING);
    private final Calls shanghai = new Calls(SHANGHAI);
    private UUID test;

    @BeforeEach
    void claimACase() {
        clock.freeze(Cases.T0);
        test = cases.opened(Subjects.any());
        beijing.claim(test).statusCode(200);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void goesWithTheCaseToTheLaboratoryThatHoldsIt() {
        SomeFile recording = SomeFile.of(4_000).uploadedBy(BEIJING);
        SomeFile log = SomeFile.of(3_000).uploadedBy(BEIJING);
        beijing.post(test, "/findings", finding(recording)).statusCode(201);
        beijing.recordItem(test, "078.4-2", Map.of("result", "PASS", "evidence", List.of(evidence(log))))
                .statusCode(200);
        read(BEIJING, recording).statusCode(200);
        read(SHANGHAI, recording).statusCode(404);
        read(SHANGHAI, log).statusCode(404);

        clock.advance(Duration.ofHours(8));
        shanghai.claim(test).statusCode(200);

        read(SHANGHAI, recording).statusCode(200);
        read(SHANGHAI, log).statusCode(200);
        assertThat(readersOf(recording)).containsExactly("lab-beijing", "lab-shanghai");
    }

    @Test
    void opensNoFileThatTheLaboratoryDidNotBring() {
        SomeFile foreign = SomeFile.of(2_000).uploadedBy(Tokens.platform());

        beijing.post(test, "/findings", finding(foreign)).statusCode(201);

        read(BEIJING, foreign).statusCode(404);
    }

    @Test
    void isNothingForThePublisherOrAPlatform() {
        SomeFile recording = SomeFile.of(1_000).uploadedBy(BEIJING);
        beijing.post(test, "/findings", finding(recording)).statusCode(201);
        beijing.conclude(test, "FAILED").statusCode(200);

        read(Tokens.publisher(Subjects.PUBLISHER), recording).statusCode(404);
        read(Tokens.platform(), recording).statusCode(404);
        given().auth()
                .oauth2(Tokens.auditor())
                .get(recording.path() + "?purpose=complaint")
                .then()
                .statusCode(200);
        new Calls(Tokens.publisher(Subjects.PUBLISHER))
                .read(test)
                .body("findings[0].evidence.sha256", hasItem(recording.sha256()));
    }

    private static Map<String, Object> finding(SomeFile file) {
        return Map.of(
                "problem", "PI_COLLECT_EXCESS",
                "severity", "MAJOR",
                "description", "See the recording.",
                "evidence", List.of(evidence(file)));
    }

    private static Map<String, String> evidence(SomeFile file) {
        return Map.of("sha256", file.sha256(), "mediaType", "video/mp4", "name", "recording.mp4");
    }

    private static ValidatableResponse read(String token, SomeFile file) {
        return given().auth().oauth2(token).get(file.path()).then();
    }

    private List<String> readersOf(SomeFile file) {
        return database.createNativeQuery(
                        "SELECT organisation FROM artifact_read WHERE sha256 = :sha256 ORDER BY id", String.class)
                .setParameter("sha256", file.sha256())
                .getResultList();
    }
}
