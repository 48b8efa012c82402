package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What laboratories and publishers do to a case, and what they are refused. */
@QuarkusTest
class LaboratoryTest {

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls shanghai = new Calls(Tokens.laboratory("lab-shanghai"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private final TestSubject subject = Subjects.any();
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(Cases.T0);
        test = cases.opened(subject);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void showsWhatACaseIsAbout() {
        beijing.read(test)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("ETag", notNullValue())
                .body("id", equalTo(test.toString()))
                .body("state", equalTo("QUEUED"))
                .body("publisherId", equalTo(subject.publisherId()))
                .body("app.packageName", equalTo(subject.packageName()))
                .body("app.os", equalTo("ANDROID"))
                .body("version.code", equalTo(2040))
                .body("artifact.sha256", equalTo(subject.sha256()))
                .body("openedAt", equalTo("2021-11-24T07:00:00Z"))
                .body("dueAt", equalTo("2021-12-01T07:00:00Z"))
                .body("overdue", equalTo(false))
                .body("policyVersion", equalTo("2021-1"))
                .body("owner.by", equalTo("LABORATORY"))
                .body("owner.what", equalTo("CLAIM_TEST"))
                .body("owner.dueAt", equalTo("2021-12-01T07:00:00Z"))
                .body("requests.platformId", equalTo(List.of("huawei-appgallery")))
                .body("claim", nullValue())
                .body("verdict", nullValue());
    }

    @Test
    void givesALeaseThatItsHolderRenewsAndNobodyElseTakes() {
        beijing.claim(test)
                .statusCode(200)
                .body("state", equalTo("IN_TEST"))
                .body("claim.by", equalTo("lab-beijing"))
                .body("claim.until", equalTo("2021-11-24T15:00:00Z"));
        shanghai.claim(test).statusCode(409).body("type", endsWith(":claim-held"));

        clock.advance(Duration.ofHours(7));
        beijing.claim(test).statusCode(200).body("claim.until", equalTo("2021-11-24T22:00:00Z"));
        clock.advance(Duration.ofHours(7));

        shanghai.claim(test).statusCode(409);
    }

    @Test
    void letsAnotherTakeAnExpiredClaim() {
        beijing.claim(test).statusCode(200);
        clock.advance(Duration.ofHours(8));

        shanghai.claim(test).statusCode(200).body("claim.by", equalTo("lab-shanghai"));

        beijing.claim(test).statusCode(409);
        assertThat(cases.history(test))
                .extracting(event -> event.what)
                .containsSubsequence(
                        TestEventRow.What.CLAIMED, TestEventRow.What.CLAIM_EXPIRED, TestEventRow.What.CLAIMED);
    }

    @Test
    void doesNothingForALaboratoryWithoutAValidClaim() {
        expectNotClaimed();
        beijing.claim(test).statusCode(200);
        clock.advance(Duration.ofHours(8));
        expectNotClaimed();
    }

    private void expectNotClaimed() {
        beijing.find(test, "PERM_EXCESS", "MINOR").statusCode(409).body("type", endsWith(":not-claimed"));
        beijing.ask(test).statusCode(409).body("type", endsWith(":not-claimed"));
        beijing.conclude(test, "PASSED").statusCode(409).body("type", endsWith(":not-claimed"));
    }

    @Test
    void recordsFindingsWithTheirEvidence() {
        beijing.claim(test);
        beijing.post(
                        test,
                        "/findings",
                        Map.of(
                                "problem",
                                "PI_COLLECT_EXCESS",
                                "severity",
                                "CRITICAL",
                                "description",
                                "Location every five minutes.",
                                "evidence",
                                List.of(Map.of(
                                        "sha256", "ab".repeat(32), "mediaType", "image/png", "name", "screen.png"))))
                .statusCode(201)
                .body("findings", hasSize(1))
                .body("findings[0].n", equalTo(1))
                .body("findings[0].problem", equalTo("PI_COLLECT_EXCESS"))
                .body("findings[0].evidence[0].name", equalTo("screen.png"));
        beijing.find(test, "PERM_EXCESS", "MINOR").statusCode(201).body("findings.n", equalTo(List.of(1, 2)));
    }

    @Test
    void passesACaseOnceAndForAll() {
        beijing.claim(test);

        beijing.conclude(test, "PASSED")
                .statusCode(200)
                .body("state", equalTo("PASSED"))
                .body("verdict.outcome", equalTo("PASSED"))
                .body("verdict.by", equalTo("lab-beijing"))
                .body("owner", nullValue());

        for (String outcome : List.of("PASSED", "FAILED")) {
            beijing.conclude(test, outcome).statusCode(409).body("type", endsWith(":already-concluded"));
        }
        beijing.claim(test).statusCode(409).body("type", endsWith(":already-concluded"));
        beijing.find(test, "PERM_EXCESS", "MINOR").statusCode(409).body("type", endsWith(":already-concluded"));
        beijing.ask(test).statusCode(409).body("type", endsWith(":already-concluded"));
        clock.advance(Duration.ofDays(30));
        beijing.read(test).statusCode(200).body("overdue", equalTo(false));
    }

    @Test
    void failsACaseByItsFindingsOnly() {
        beijing.claim(test);
        beijing.conclude(test, "FAILED")
                .statusCode(409)
                .body("type", endsWith(":invalid-state"))
                .body("errors[0].pointer", equalTo("/outcome"));
        beijing.find(test, "PERM_EXCESS", "MAJOR").statusCode(201);

        beijing.conclude(test, "FAILED").statusCode(200).body("state", equalTo("FAILED"));

        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            ConsumerRecord<String, String> concluded =
                    announced.await(subject.sha256(), 2).get(1);
            TopicReader.assertFitsItsSchema(concluded);
            assertThat(announced.data(concluded).get("outcome").asText()).isEqualTo("FAILED");
            // Events carry ids and outcomes, not findings.
            assertThat(concluded.value()).doesNotContain("secret text").doesNotContain("PERM_EXCESS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAJOR", "CRITICAL"})
    void doesNotPassACaseWithAGraveFinding(String severity) {
        beijing.claim(test);
        beijing.find(test, "PERM_EXCESS", severity).statusCode(201);

        beijing.conclude(test, "PASSED").statusCode(409).body("type", endsWith(":invalid-state"));
    }

    @Test
    void passesACaseWithMinorFindings() {
        beijing.claim(test);
        beijing.find(test, "PERM_EXCESS", "MINOR").statusCode(201);

        beijing.conclude(test, "PASSED").statusCode(200);
    }

    @Test
    void stopsTheClockUntilThePublisherAnswers() {
        beijing.claim(test);
        clock.advance(Duration.ofHours(1));
        beijing.ask(test)
                .statusCode(201)
                .body("state", equalTo("AWAITING_PUBLISHER"))
                .body("informationRequests[0].n", equalTo(1))
                .body("informationRequests[0].answerDueAt", equalTo("2021-11-29T08:00:00Z"))
                .body("owner.by", equalTo("PUBLISHER"))
                .body("owner.dueAt", equalTo("2021-11-29T08:00:00Z"));
        beijing.conclude(test, "PASSED").statusCode(409).body("type", endsWith(":invalid-state"));
        shanghai.claim(test).statusCode(409).body("type", endsWith(":claim-held"));
        clock.advance(Duration.ofDays(2));

        publisher
                .answer(test, 1)
                .statusCode(200)
                .body("state", equalTo("IN_TEST"))
                .body("dueAt", equalTo("2021-12-03T07:00:00Z"))
                .body("claim.until", equalTo("2021-11-26T15:00:00Z"))
                .body("informationRequests[0].answer", equalTo("To paste a link."));

        publisher.answer(test, 1).statusCode(409).body("type", endsWith(":invalid-state"));
        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            List<ConsumerRecord<String, String>> told = announced.await(subject.sha256(), 3);
            assertThat(TopicReader.types(told))
                    .containsExactly(
                            "gatekeeper.technical-test.opened.v1",
                            "gatekeeper.technical-test.information-requested.v1",
                            "gatekeeper.technical-test.information-answered.v1");
            told.forEach(TopicReader::assertFitsItsSchema);
            assertThat(announced.data(told.get(2)).get("dueAt").asText()).isEqualTo("2021-12-03T07:00:00Z");
            assertThat(told).allSatisfy(event -> assertThat(event.value()).doesNotContain("clipboard"));
        }
    }

    @Test
    void countsQuestionsFromOne() {
        beijing.claim(test);
        beijing.ask(test);
        for (int absent : new int[] {0, 2, -1}) {
            publisher.answer(test, absent).statusCode(404);
        }
        publisher
                .as()
                .body(Map.of("answer", "x"))
                .post(Calls.PATH + test + "/information-requests/one/answer")
                .then()
                .statusCode(404);
        publisher.answer(test, 1).statusCode(200);

        beijing.ask(test).statusCode(201).body("informationRequests.n", equalTo(List.of(1, 2)));
    }

    @Test
    void changesNothingForWhoSawAnotherVersion() {
        String seen = beijing.read(test).extract().header("ETag");
        beijing.as()
                .header("If-Match", seen)
                .post(Calls.PATH + test + "/claim")
                .then()
                .statusCode(200);

        beijing.as()
                .header("If-Match", seen)
                .body(Map.of("outcome", "PASSED", "summary", "Examined."))
                .post(Calls.PATH + test + "/verdict")
                .then()
                .statusCode(412)
                .body("type", endsWith(":precondition-failed"));
        beijing.read(test).body("state", equalTo("IN_TEST"));
    }

    @Test
    void sendsNothingToWhoHasItAlready() {
        String seen = beijing.read(test).extract().header("ETag");

        beijing.as().header("If-None-Match", seen).get(Calls.PATH + test).then().statusCode(304);
        beijing.claim(test);
        beijing.as().header("If-None-Match", seen).get(Calls.PATH + test).then().statusCode(200);
    }

    @Test
    void namesTheFieldOfABadFinding() {
        beijing.claim(test);
        Map<String, Object> good = Map.of("problem", "PERM_EXCESS", "severity", "MINOR", "description", "text");
        expectInvalid("/findings", with(good, "problem", "NO_SUCH_PROBLEM"), "/problem");
        expectInvalid("/findings", with(good, "problem", null), "/problem");
        expectInvalid("/findings", with(good, "severity", "HUGE"), "/severity");
        expectInvalid("/findings", with(good, "description", ""), "/description");
        expectInvalid("/findings", with(good, "description", "x".repeat(10_001)), "/description");
        expectInvalid("/findings", with(good, "description", "a\u0000b"), "/description");
        expectInvalid("/findings", with(good, "verdict", "PASSED"), "/verdict");
        Map<String, Object> evidence = Map.of("sha256", "AB".repeat(32), "mediaType", "image/png", "name", "x");
        expectInvalid("/findings", with(good, "evidence", List.of(evidence)), "/evidence/0/sha256");
        List<Map<String, Object>> tooMuch = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            tooMuch.add(with(evidence, "sha256", "ab".repeat(32)));
        }
        expectInvalid("/findings", with(good, "evidence", tooMuch), "/evidence");
    }

    @Test
    void namesTheFieldOfABadVerdictQuestionOrAnswer() {
        beijing.claim(test);
        expectInvalid("/verdict", Map.of("outcome", "MAYBE", "summary", "x"), "/outcome");
        expectInvalid("/verdict", Map.of("outcome", "PASSED"), "/summary");
        expectInvalid("/verdict", Map.of("summary", "x"), "/outcome");
        expectInvalid("/information-requests", Map.of("question", " "), "/question");
        beijing.as().body("").post(Calls.PATH + test + "/verdict").then().statusCode(400);
        beijing.as()
                .body("{\"outcome\":")
                .post(Calls.PATH + test + "/verdict")
                .then()
                .statusCode(400);
        beijing.as()
                .contentType("text/plain")
                .body("PASSED")
                .post(Calls.PATH + test + "/verdict")
                .then()
                .statusCode(415);
    }

    @Test
    void hasNoOtherMethods() {
        beijing.as().delete(Calls.PATH + test + "/claim").then().statusCode(405);
        beijing.as().delete(Calls.PATH + test).then().statusCode(405);
    }

    private void expectInvalid(String path, Map<String, Object> body, String pointer) {
        beijing.post(test, path, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer));
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.put(field, value);
        return changed;
    }
}
