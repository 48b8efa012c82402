package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verdict rests on a whole plan, recorded by the laboratory that gives it. */
@QuarkusTest
class PlanTest {

    private static final Map<String, Object> FAIL = Map.of("result", "FAIL", "note", "Asks for the contacts.");
    private static final Map<String, Object> PASS = Map.of("result", "PASS");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls shanghai = new Calls(Tokens.laboratory("lab-shanghai"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private final Calls regulator = new Calls(Tokens.regulator());
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(Cases.T0);
        test = cases.opened(Subjects.any());
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void copiesTheEditionInForceOntoTheCase() {
        beijing.plan(test)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("edition", equalTo("TAF-2021-05"))
                .body("items.item", hasItem("078.10-1"))
                .body("items.find { it.item == '078.4-6' }.problems", hasItem("PERM_EXCESS"))
                .body("items.find { it.item == '078.4-6' }.source", equalTo("T/TAF 078.4-2021"))
                .body("complete", nullValue());
        UUID older = cases.opened(Subjects.any(), Cases.T0.minus(Duration.ofDays(300)));
        beijing.plan(older).body("edition", equalTo("TAF-2020-11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSED", "FAILED"})
    void givesNoVerdictOnAnIncompletePlan(String outcome) {
        beijing.claim(test);
        beijing.find(test, "PERM_EXCESS", "MINOR").statusCode(201);
        beijing.recordItem(test, "078.4-1", PASS).statusCode(200).body("complete", equalTo(false));

        beijing.concludeBare(test, outcome)
                .statusCode(409)
                .body("type", endsWith(":plan-incomplete"))
                .body("errors.pointer", hasItem("/plan/078.4-6"))
                .body("errors.pointer", not(hasItem("/plan/078.4-1")));
        beijing.read(test).body("state", equalTo("IN_TEST"));
    }

    @Test
    void doesNotPassWithAnItemThatFailedUntilItsResultIsAnother() {
        beijing.claim(test);
        beijing.recordPlan(test, Map.of("rest", Plans.ALL_PASSED))
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("open", hasSize(0));
        beijing.recordItem(test, "078.4-6", FAIL).statusCode(200);

        beijing.concludeBare(test, "PASSED")
                .statusCode(409)
                .body("type", endsWith(":plan-failed"))
                .body("errors.pointer", equalTo(List.of("/plan/078.4-6")));

        beijing.recordItem(test, "078.4-6", PASS).statusCode(200);
        beijing.concludeBare(test, "PASSED").statusCode(200).body("state", equalTo("PASSED"));
    }

    @Test
    void takesAWholePlanItemByItem() {
        beijing.claim(test);
        List<String> items = beijing.plan(test).extract().path("items.item");
        beijing.recordPlan(
                        test,
                        Map.of(
                                "results",
                                items.stream()
                                        .map(item -> Map.of("item", item, "result", "NOT_APPLICABLE"))
                                        .toList()))
                .statusCode(200)
                .body("complete", equalTo(true));

        beijing.concludeBare(test, "PASSED").statusCode(200);
    }

    @Test
    void keepsWhatShowsAnItem() {
        beijing.claim(test);
        beijing.recordItem(
                        test,
                        "078.4-6",
                        Map.of(
                                "result",
                                "FAIL",
                                "note",
                                "See the recording.",
                                "evidence",
                                List.of(Map.of(
                                        "sha256", "ab".repeat(32), "mediaType", "video/mp4", "name", "screen.mp4"))))
                .statusCode(200)
                .body("items.find { it.item == '078.4-6' }.evidence[0].name", equalTo("screen.mp4"))
                .body("items.find { it.item == '078.4-6' }.by", equalTo("lab-beijing"))
                .body("items.find { it.item == '078.4-6' }.attested", equalTo(false));
    }

    @Test
    void doesNotCountWhatAnotherLaboratoryRecorded() {
        beijing.claim(test);
        beijing.recordPlan(test, Map.of("rest", Plans.ALL_PASSED)).statusCode(200);
        clock.advance(Duration.ofHours(8));
        shanghai.claim(test).statusCode(200);

        shanghai.concludeBare(test, "PASSED").statusCode(409).body("type", endsWith(":plan-incomplete"));
        beijing.recordPlan(test, Map.of("rest", Plans.ALL_PASSED)).statusCode(404);
    }

    @Test
    void showsResultsToWhomFindingsAreShown() {
        beijing.claim(test);
        beijing.recordItem(test, "078.4-6", FAIL).statusCode(200);
        shanghai.plan(test).statusCode(404);
        publisher
                .plan(test)
                .statusCode(200)
                .body("items.findAll { it.result != null }", hasSize(0))
                .body("open", nullValue());
        regulator.plan(test).statusCode(200).body("open", nullValue());
        assertThat(readsOfThePlan()).isZero();

        regulator
                .as()
                .queryParam("purpose", "Review")
                .get(Calls.PATH + test + "/plan")
                .then()
                .statusCode(200)
                .body("items.find { it.item == '078.4-6' }.result", equalTo("FAIL"));
        assertThat(readsOfThePlan()).isOne();
    }

    private long readsOfThePlan() {
        return cases.history(test).stream()
                .filter(event -> event.what == TestEventRow.What.PLAN_READ)
                .count();
    }

    @Test
    void namesTheFieldOfABadResult() {
        beijing.claim(test);
        Map<String, Object> known = Map.of("item", "078.4-6", "result", "PASS");
        expectInvalid(Map.of(), "");
        expectInvalid(Map.of("results", List.of(Map.of("item", "078.8-1", "result", "PASS"))), "/results/0/item");
        expectInvalid(Map.of("results", List.of(known, known)), "/results/1/item");
        expectInvalid(Map.of("results", List.of(Map.of("item", "078.4-6", "result", "FAIL"))), "/results/0/note");
        expectInvalid(Map.of("rest", Map.of("result", "FAIL", "attestation", "x")), "/rest/result");
        expectInvalid(Map.of("rest", Map.of("result", "PASS")), "/rest/attestation");
        beijing.recordItem(test, "078.4-6", Map.of("result", "FAIL"))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/note"));
        beijing.recordItem(test, "nonsense", PASS).statusCode(404);
    }

    private void expectInvalid(Object body, String pointer) {
        beijing.recordPlan(test, body).statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void isForTheLaboratoryWithTheClaimAlone() {
        beijing.recordPlan(test, Map.of("rest", Plans.ALL_PASSED))
                .statusCode(409)
                .body("type", endsWith(":not-claimed"));
        publisher.recordPlan(test, Map.of("rest", Plans.ALL_PASSED)).statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE technical_test SET state = 'PASSED', claimed_until = NULL, concluded_at = due_at, summary = 's' WHERE id = :id",
                "UPDATE technical_test SET plan_edition = 'TAF-2020-11' WHERE id = :id",
                "INSERT INTO plan_result VALUES (gen_random_uuid(), :id, 'another', '*', 'PASS', 'n', '[]', 'x', now())",
                "INSERT INTO plan_result VALUES (gen_random_uuid(), :id, 'lab-beijing', '*', 'FAIL', 'n', '[]', 'x', now())",
                "UPDATE plan_result SET result = 'PASS' WHERE test_id = :id",
                "DELETE FROM plan_result WHERE test_id = :id",
            })
    void isTheLawOfTheDatabase(String attempt) {
        beijing.claim(test);
        beijing.recordItem(test, "078.4-6", FAIL).statusCode(200);

        assertThatThrownBy(() -> cases.execute(attempt, test)).isInstanceOf(RuntimeException.class);
    }
}
