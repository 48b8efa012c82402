package io.gatekeeper.technicaltest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher answers with files, which the laboratory that asked reads and nobody else. */
@QuarkusTest
class AnswerFilesTest {

    private static final String PUBLISHER = Tokens.publisher(Subjects.PUBLISHER);
    private static final String BEIJING = Tokens.laboratory("lab-beijing");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    private final Calls beijing = new Calls(BEIJING);
    private final Calls publisher = new Calls(PUBLISHER);
    private UUID test;

    @BeforeEach
    void askSomething() {
        clock.freeze(Cases.T0);
        test = cases.opened(Subjects.any());
        beijing.claim(test);
        beijing.ask(test).statusCode(201);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void handsThemToTheLaboratoryThatAsked() {
        SomeFile file = SomeFile.of(5_000).uploadedBy(PUBLISHER);
        read(BEIJING, file).statusCode(404);

        answer(file.sha256())
                .statusCode(200)
                .body("informationRequests[0].files.sha256", contains(file.sha256()))
                .body("informationRequests[0].files.name", contains("call-screen.mp4"));

        assertThat(read(BEIJING, file).statusCode(200).extract().asByteArray()).isEqualTo(file.content());
        assertThat(read(PUBLISHER, file).statusCode(200).extract().asByteArray())
                .isEqualTo(file.content());
        read(Tokens.laboratory("lab-shenzhen"), file).statusCode(404);
        read(Tokens.platform(), file).statusCode(404);
        read(Tokens.publisher("91350100M000100Y43"), file).statusCode(404);
        beijing.read(test).body("informationRequests[0].files", hasSize(1));
    }

    @Test
    void takesNoFileThePublisherDidNotSend() {
        SomeFile another = SomeFile.of(100).uploadedBy(Tokens.platform());

        for (String sha256 : List.of(SomeFile.of(10).sha256(), another.sha256())) {
            answer(sha256).statusCode(400).body("errors.pointer", contains("/files/0/sha256"));
        }

        // Nothing of it was kept: the clock stands still.
        publisher.answer(test, 1).statusCode(200).body("informationRequests[0].files", hasSize(0));
    }

    private ValidatableResponse answer(String sha256) {
        return publisher.post(
                test,
                "/information-requests/1/answer",
                Map.of(
                        "answer",
                        "See the recording.",
                        "files",
                        List.of(Map.of("sha256", sha256, "mediaType", "video/mp4", "name", "call-screen.mp4"))));
    }

    private static ValidatableResponse read(String token, SomeFile file) {
        return given().auth().oauth2(token).get(file.path()).then();
    }
}
