package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Laboratories;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A drawn case is passed by two laboratories or by nobody, and where they differ two officers decide. */
@QuarkusTest
class SecondLaboratoryTest {

    /** A time of which every case is drawn; of all other tests' cases none is. */
    private static final Instant DRAWN = Instant.parse("1995-11-24T07:00:00Z");

    private static final Instant NOT_DRAWN = Instant.parse("1994-11-24T07:00:00Z");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    TechnicalTests tests;

    @Inject
    DrawnVerdicts verdicts;

    @Inject
    Session database;

    private final String here = "lab-" + UUID.randomUUID();
    private final String there = "lab-" + UUID.randomUUID();
    private final Calls first = new Calls(Tokens.laboratory(here));
    private final Calls second = new Calls(Tokens.laboratory(there));
    private final Calls officer = new Calls(Tokens.regulator("officer-1"));
    private final Calls another = new Calls(Tokens.regulator("officer-2"));
    private final TestSubject subject = Subjects.any();

    @BeforeEach
    void drawEveryCaseOfOneYear() {
        Laboratories.drawEveryCase(
                database, Instant.parse("1995-01-01T00:00:00Z"), Instant.parse("1996-01-01T00:00:00Z"));
        clock.freeze(DRAWN);
        Laboratories.registered(there, Map.of("name", "There"));
    }

    @AfterEach
    void goOn() {
        Laboratories.close(there);
        clock.reset();
    }

    @Test
    void isPassedOnceASecondLaboratoryAgrees() {
        UUID test = passedByTheFirst(DRAWN);

        officer.read(test).body("state", equalTo("QUEUED")).body("verdict", nullValue());
        assertThat(facts()).isInstanceOf(TestFacts.Open.class);
        second.claim(test).statusCode(200);
        second.conclude(test, "PASSED").statusCode(200).body("state", equalTo("PASSED"));

        assertThat(facts()).isInstanceOf(TestFacts.Passed.class);
        assertThat(QuarkusTransaction.requiringNew().call(() -> verdicts.of(test)))
                .extracting(ContradictionView.Said::by)
                .containsExactly(here, there);
        officer.as().get(path(test)).then().statusCode(404);
    }

    @Test
    void neverReturnsToTheFirstWhichIsToldThatItHasSpoken() {
        UUID test = passedByTheFirst(DRAWN);

        first.conclude(test, "PASSED").statusCode(409).body("type", endsWith(":already-concluded"));
        first.claim(test).statusCode(409).body("type", endsWith(":already-concluded"));
        first.read(test).statusCode(404);
        assertThat(queue(first)).doesNotContain(test.toString());
        assertThat(queue(second)).contains(test.toString());
    }

    @Test
    void showsTheSecondNothingOfTheFirst() {
        UUID test = cases.opened(subject, DRAWN);
        first.claim(test).statusCode(200);
        first.find(test, "PERM_FREQUENT", "MINOR").statusCode(201);
        first.conclude(test, "PASSED").statusCode(200);

        String seen = second.claim(test).statusCode(200).extract().asString()
                + second.read(test)
                        .body("findings", equalTo(List.of()))
                        .extract()
                        .asString()
                + second.plan(test).statusCode(200).extract().asString();
        assertThat(seen).doesNotContain(here).doesNotContain("secret text");
        // Nor can it rest its own verdict on them.
        second.conclude(test, "FAILED").statusCode(409).body("type", endsWith(":invalid-state"));
    }

    @Test
    void isDecidedByTwoOfficersWhereTheLaboratoriesDiffer() {
        UUID test = contradicted();

        assertThat(facts()).isInstanceOf(TestFacts.Open.class);
        officer.read(test)
                .body("state", equalTo("CONTRADICTED"))
                .body("owner.by", equalTo("REGULATOR"))
                .body("owner.what", equalTo("DECIDE_CONTRADICTION"));
        decide(officer, test, "PASSED").statusCode(200).body("state", equalTo("CONTRADICTED"));
        decide(officer, test, "PASSED").statusCode(409).body("type", endsWith(":second-officer-required"));
        decide(another, test, "FAILED").statusCode(200).body("state", equalTo("CONTRADICTED"));
        assertThat(facts()).isInstanceOf(TestFacts.Open.class);
        decide(officer, test, "FAILED")
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("verdicts.outcome", equalTo(List.of("PASSED", "FAILED")))
                .body("decisions.by", equalTo(List.of("officer-1", "officer-2", "officer-1")));

        officer.read(test).body("verdict.by", equalTo("regulator"));
        decide(another, test, "FAILED").statusCode(409).body("type", endsWith(":invalid-state"));
    }

    @Test
    void mayBePassedByTwoOfficersAgainstTheSecond() {
        UUID test = contradicted();

        decide(officer, test, "PASSED").statusCode(200);
        decide(another, test, "PASSED").statusCode(200).body("state", equalTo("PASSED"));

        assertThat(facts()).isInstanceOf(TestFacts.Passed.class);
    }

    @Test
    void isStuckOnceNobodyHasDecidedUntilItIsDue() {
        UUID test = contradicted();
        String page = "/v1/technical-tests?stuck=true&state=CONTRADICTED&limit=200&dueBefore=1996-06-01T00:00:00Z";
        assertThat(officer.as().get(page).asString()).doesNotContain(test.toString());

        clock.advance(Duration.ofDays(7));

        assertThat(officer.as().get(page).asString()).contains(test.toString());
        officer.read(test).body("overdue", equalTo(true)).body("owner.by", equalTo("REGULATOR"));
    }

    @Test
    void isRefusedByTheDatabaseUntilTwoOfficersAgree() {
        UUID test = contradicted();

        assertThatThrownBy(() -> cases.execute(
                        "UPDATE technical_test SET state = 'PASSED', concluded_at = now(), summary = 's' WHERE id = :id",
                        test))
                .hasMessageContaining("two officers decide it");
        decide(officer, test, "PASSED").statusCode(200);
        assertThatThrownBy(() -> cases.execute(
                        "UPDATE technical_test SET state = 'PASSED', concluded_at = now(), summary = 's' WHERE id = :id",
                        test))
                .hasMessageContaining("two officers decide it");
    }

    @Test
    void isPassedByOneLaboratoryWhereItIsNotDrawn() {
        UUID plain = cases.opened(Subjects.any(), NOT_DRAWN);
        first.claim(plain).statusCode(200);
        first.conclude(plain, "PASSED").statusCode(200).body("state", equalTo("PASSED"));
    }

    @Test
    void isPassedByOneLaboratoryWhereTheOthersAreAffiliatedOrClosed() {
        UUID drawn = cases.opened(subject, DRAWN);
        Laboratories.registered(
                there,
                Map.of(
                        "name",
                        "There",
                        "affiliations",
                        List.of(Map.of("publisherId", subject.publisherId(), "reason", "shares"))));
        first.claim(drawn).statusCode(200);
        first.conclude(drawn, "PASSED").statusCode(200).body("state", equalTo("PASSED"));
    }

    @Test
    void drawsTheShareItSays() {
        long drawn = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        SELECT count(*) FROM generate_series(1, 20000) AS n
                         WHERE is_drawn(gen_random_uuid(), (SELECT max(effective_from) FROM second_laboratory_draw))
                        """, Long.class).getSingleResult());

        // 1,000 expected; six standard deviations.
        assertThat(drawn).isBetween(815L, 1_185L);
    }

    private UUID passedByTheFirst(Instant openedAt) {
        UUID test = cases.opened(subject, openedAt);
        first.claim(test).statusCode(200);
        first.conclude(test, "PASSED").statusCode(200).body("state", equalTo("QUEUED"));
        return test;
    }

    private UUID contradicted() {
        UUID test = passedByTheFirst(DRAWN);
        second.claim(test).statusCode(200);
        second.find(test, "PI_COLLECT_EXCESS", "MAJOR").statusCode(201);
        second.conclude(test, "FAILED").statusCode(200).body("state", equalTo("CONTRADICTED"));
        return test;
    }

    /** What the gate decides by. */
    private TestFacts facts() {
        return QuarkusTransaction.requiringNew().call(() -> tests.factsFor(subject, clock.instant()));
    }

    private static String path(UUID test) {
        return Calls.PATH + test + "/contradiction";
    }

    private static ValidatableResponse decide(Calls by, UUID test, String outcome) {
        return by.post(test, "/contradiction", Map.of("outcome", outcome, "reason", "Looked at both."));
    }

    private static List<String> queue(Calls laboratory) {
        return laboratory
                .as()
                .get("/v1/technical-tests?limit=200&state=QUEUED&dueBefore=1996-06-01T00:00:00Z")
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }
}
