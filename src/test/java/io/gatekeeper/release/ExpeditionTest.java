package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.imposeGuidance;
import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A platform asks, two officers grant, and the gate still demands that the file was screened clean. */
@QuarkusTest
class ExpeditionTest {

    private static final Gate PLATFORM = Gate.as(Tokens.platform("huawei-appgallery"));
    private static final Gate FIRST = Gate.as(Tokens.regulator("officer-1"));
    private static final Gate SECOND = Gate.as(Tokens.regulator("officer-2"));
    private static final Map<String, Object> WISH =
            Map.of("reason", "a remote code execution is being exploited", "reference", "CVE-2021-44228");
    private static final Map<String, Object> WHY = Map.of("reason", "seen in the wild");

    private static final Gate LABORATORY = Gate.as(Tokens.laboratory("lab-beijing"));

    @Inject
    LocalClock clock;

    @Inject
    Session database;

    private String publisher;
    private Gate itsPublisher;

    @BeforeEach
    void registerAPublisher() {
        publisher = registeredPublisher();
        itsPublisher = Gate.as(Tokens.publisher(publisher));
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void takesTwoOfficersAndClearsNothingThatWasNotScreened() {
        imposeGuidance(publisher);
        String id = held();
        PLATFORM.post(path(id, ""), WISH)
                .then()
                .statusCode(201)
                .body("state", equalTo("REQUESTED"))
                .body("dueAt", notNullValue());

        FIRST.post(path(id, "/grant"), WHY).then().statusCode(202).body("state", equalTo("PROPOSED"));
        FIRST.post(path(id, "/grant"), WHY)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        SECOND.post(path(id, "/grant"), WHY)
                .then()
                .statusCode(200)
                .body("state", equalTo("GRANTED"))
                .body("proposal.by", equalTo("officer-1"))
                .body("decision.by", equalTo("officer-2"))
                .body("validUntil", notNullValue());

        PLATFORM.read(id)
                .then()
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"))
                .body("decision.waiver", nullValue());
        PLATFORM.list(id).then().statusCode(409);
        assertThat(told(id))
                .containsExactly(
                        "gatekeeper.expedition.requested.v1",
                        "gatekeeper.expedition.proposed.v1",
                        "gatekeeper.expedition.granted.v1");
    }

    @Test
    void clearsForATimeWhatIsScreenedCleanAndTellsSo() {
        clock.freeze(Instant.parse("2026-11-02T01:00:00Z"));
        imposeGuidance(publisher);
        String id = held();
        screenedClean(testOf(id));
        granted(id);

        PLATFORM.read(id)
                .then()
                .body("state", equalTo("CLEARED"))
                .body("decision.outcome", equalTo("PUBLISH"))
                .body("decision.reasons", empty())
                .body("decision.waiver.reference", equalTo("CVE-2021-44228"))
                .body("decision.waiver.validUntil", equalTo("2026-11-09T01:00:00Z"))
                .body("nextAction.dueAt", equalTo("2026-11-09T01:00:00Z"))
                .body("decision.sequence", equalTo(2));
        // Looked at again by every reader, and told once.
        PLATFORM.read(id).then().body("decision.sequence", equalTo(2));
        PLATFORM.get("/v1/release-requests/{id}/decisions", id)
                .then()
                .body("items[1].cause", equalTo("EXPEDITION_GRANTED"))
                .body(
                        "items[1].requirements.find { it.code == 'GUIDANCE_TEST_PASSED' }.reasons",
                        contains("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"))
                .body("items[1].requirements.find { it.code == 'GUIDANCE_TEST_PASSED' }.satisfied", equalTo(false))
                .body("items[1].requirements.find { it.code == 'GUIDANCE_TEST_PASSED' }.waivedBy", notNullValue());
        assertThat(Topics.await(
                        "gatekeeper.release-decisions.v1",
                        2,
                        event -> event.key().equals(id) && event.type().equals("gatekeeper.release-decision.made.v1")))
                .last()
                .satisfies(
                        event -> assertThat(event.data().get("provisionalUntil").asText())
                                .isEqualTo("2026-11-09T01:00:00Z"));

        clock.freeze(Instant.parse("2026-11-09T01:00:00Z"));
        PLATFORM.list(id).then().statusCode(409);
        PLATFORM.read(id).then().body("state", equalTo("HELD")).body("decision.waiver", nullValue());
    }

    @Test
    void endsWithAFailedTestForWhatIsNotListed() {
        imposeGuidance(publisher);
        String id = held();
        String test = testOf(id);
        screenedClean(test);
        granted(id);
        PLATFORM.read(id).then().body("state", equalTo("CLEARED"));

        failed(test);

        // At once, whether or not anybody has heard of the verdict.
        PLATFORM.list(id).then().statusCode(409);
        PLATFORM.read(id)
                .then()
                .body("state", equalTo("REJECTED"))
                .body("decision.reasons.code", hasItem("TEST_FAILED"));
        awaitFollowUp(id, "REJECTED");
    }

    @Test
    void neverTouchesWhatIsListedAndTellsOfTheVerdict() {
        imposeGuidance(publisher);
        String id = held();
        String test = testOf(id);
        screenedClean(test);
        granted(id);
        PLATFORM.list(id).then().statusCode(200).body("state", equalTo("LISTED"));

        failed(test);

        awaitFollowUp(id, "LISTED");
        PLATFORM.read(id).then().body("state", equalTo("LISTED"));
        assertThat(Topics.await(
                        "gatekeeper.release-decisions.v1",
                        1,
                        event -> event.key().equals(id) && event.type().equals("gatekeeper.expedition.followed-up.v1")))
                .first()
                .satisfies(event -> {
                    assertThat(event.data().get("verdict").asText()).isEqualTo("FAILED");
                    assertThat(event.data().get("releaseState").asText()).isEqualTo("LISTED");
                });
    }

    @Test
    void becomesAnOrdinaryClearanceWhenTheTestPasses() {
        imposeGuidance(publisher);
        String id = held();
        String test = testOf(id);
        screenedClean(test);
        granted(id);

        LABORATORY.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        LABORATORY
                .post("/v1/technical-tests/" + test + "/verdict", Plans.verdict("PASSED", "as tested"))
                .then()
                .statusCode(200);

        PLATFORM.read(id)
                .then()
                .body("state", equalTo("CLEARED"))
                .body("decision.waiver", nullValue())
                .body("nextAction.dueAt", nullValue());
        awaitFollowUp(id, "CLEARED");
    }

    @Test
    void theDatabaseListsNothingThatFailedOrWhoseTimeHasEndedWhateverTheCodeSays() {
        imposeGuidance(publisher);
        String id = held();
        String test = testOf(id);
        screenedClean(test);
        granted(id);
        found(test);

        // In one transaction, so that nobody has heard of the verdict.
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    execute("""
                            INSERT INTO plan_result SELECT gen_random_uuid(), id, laboratory, '*', 'PASS', 'examined', '[]', 'x', now()
                              FROM technical_test WHERE id = :id
                            """, test);
                    execute("""
                            UPDATE technical_test SET state = 'FAILED', claimed_until = NULL, concluded_at = now(),
                                   summary = 'as tested', version = version + 1
                             WHERE id = :id
                            """, test);
                    execute("UPDATE release_request SET state = 'LISTED', closed_at = now() WHERE id = :id", id);
                }))
                .hasStackTraceContaining("failed its technical test");
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> execute("""
                                UPDATE release_request SET state = 'LISTED', closed_at = valid_until WHERE id = :id
                                """, id)))
                .hasStackTraceContaining("the clearance of");
    }

    private void execute(String sql, String id) {
        database.createNativeMutationQuery(sql)
                .setParameter("id", UUID.fromString(id))
                .executeUpdate();
    }

    @Test
    void theDatabaseGrantsNothingOfOneOfficer() {
        imposeGuidance(publisher);
        String id = held();
        PLATFORM.post(path(id, ""), WISH).then().statusCode(201);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> database.createNativeMutationQuery("""
                                        UPDATE expedition SET state = 'GRANTED', proposed_by = 'a', proposal_reason = 'a',
                                               proposed_at = now(), decided_by = 'a', decision_reason = 'a',
                                               decided_at = now(), valid_until = now() + interval '1 day'
                                         WHERE release_request_id = :id
                                        """)
                                .setParameter("id", UUID.fromString(id))
                                .executeUpdate()))
                .hasStackTraceContaining("expedition_granted_by_two_officers");
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> database.createNativeMutationQuery("""
                                        UPDATE release_request SET expedition_id =
                                               (SELECT e.id FROM expedition e WHERE e.release_request_id = :id)
                                         WHERE id = :id
                                        """)
                                .setParameter("id", UUID.fromString(id))
                                .executeUpdate()))
                .hasStackTraceContaining("was granted no such expedition");
    }

    @Test
    void isDecidedOnceAndARefusalTakesOneOfficer() {
        imposeGuidance(publisher);
        String id = held();
        PLATFORM.post(path(id, ""), WISH).then().statusCode(201);
        PLATFORM.post(path(id, ""), WISH).then().statusCode(409);

        FIRST.post(path(id, "/refusal"), WHY)
                .then()
                .statusCode(200)
                .body("state", equalTo("REFUSED"))
                .body("decision.reason", equalTo("seen in the wild"));

        SECOND.post(path(id, "/grant"), WHY).then().statusCode(409);
        FIRST.post(path(id, "/refusal"), WHY).then().statusCode(409);
        itsPublisher
                .get(path(id, ""))
                .then()
                .statusCode(200)
                .body("decision.reason", equalTo("seen in the wild"))
                .body("decision.by", nullValue());
    }

    @Test
    void isGrantedTwiceAYear() {
        imposeGuidance(publisher);
        granted(held());
        granted(held());
        String third = held();
        PLATFORM.post(path(third, ""), WISH).then().statusCode(201);
        FIRST.post(path(third, "/grant"), WHY).then().statusCode(202);

        ValidatableResponse refused =
                SECOND.post(path(third, "/grant"), WHY).then().statusCode(409);

        refused.body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        FIRST.get(path(third, "")).then().body("state", equalTo("PROPOSED"));
    }

    @Test
    void neverFreesAPublisherThatIsBarred() {
        Gate.impose(publisher, "LISTING_BAN");
        String id = PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        granted(id);

        PLATFORM.read(id)
                .then()
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", hasItem("PUBLISHER_BARRED"));
        PLATFORM.list(id).then().statusCode(409);
    }

    @Test
    void isForHeldReleasesOfThePlatformItself() {
        String cleared = PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        PLATFORM.post(path(cleared, ""), WISH).then().statusCode(409);
        imposeGuidance(publisher);
        String id = held();
        Gate.as(Tokens.platform("xiaomi-getapps"))
                .post(path(id, ""), WISH)
                .then()
                .statusCode(404);
        FIRST.post(path(id, "/grant"), WHY).then().statusCode(404);
        PLATFORM.get(path(id, "")).then().statusCode(404);
    }

    @Test
    void listsToOfficersWhatWaitsForThemAndToOthersTheirOwn() {
        imposeGuidance(publisher);
        String id = held();
        PLATFORM.post(path(id, ""), WISH).then().statusCode(201);

        FIRST.get("/v1/expeditions?state=REQUESTED&limit=200")
                .then()
                .statusCode(200)
                .body("items.releaseRequestId", hasItem(id));
        itsPublisher.get("/v1/expeditions").then().body("items.releaseRequestId", contains(id));
        Gate.as(Tokens.platform("xiaomi-getapps"))
                .get("/v1/expeditions?limit=200")
                .then()
                .body("items.releaseRequestId", not(hasItem(id)));
        FIRST.get("/v1/expeditions?state=nonsense").then().statusCode(400);
        String cursor = FIRST.get("/v1/expeditions?limit=1").path("nextCursor");
        if (cursor != null) {
            FIRST.get("/v1/expeditions?limit=1&cursor={cursor}", cursor).then().statusCode(200);
        }
    }

    private String held() {
        return PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .body("state", equalTo("HELD"))
                .extract()
                .path("id");
    }

    private static void granted(String id) {
        PLATFORM.post(path(id, ""), WISH).then().statusCode(201);
        FIRST.post(path(id, "/grant"), WHY).then().statusCode(202);
        SECOND.post(path(id, "/grant"), WHY).then().statusCode(200);
    }

    private static String testOf(String release) {
        return PLATFORM.awaitTest(release);
    }

    /** As the screening notes it of a file. */
    private void screenedClean(String test) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeMutationQuery(
                                "UPDATE technical_test SET screening = 'CLEAN' WHERE id = :id")
                        .setParameter("id", UUID.fromString(test))
                        .executeUpdate());
    }

    private static void failed(String test) {
        found(test);
        LABORATORY
                .post("/v1/technical-tests/" + test + "/verdict", Plans.verdict("FAILED", "as tested"))
                .then()
                .statusCode(200);
    }

    private static void found(String test) {
        LABORATORY.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        LABORATORY
                .post(
                        "/v1/technical-tests/" + test + "/findings",
                        Map.of("problem", "PERM_EXCESS", "severity", "MAJOR", "description", "asks for the contacts"))
                .then()
                .statusCode(201);
    }

    private static void awaitFollowUp(String id, String releaseState) {
        Awaitility.await("the follow-up of " + id)
                .atMost(Duration.ofSeconds(30))
                .until(() -> PLATFORM.get(path(id, "")).path("followUp.releaseState"), releaseState::equals);
    }

    private static String path(String id, String below) {
        return "/v1/release-requests/" + id + "/expedition" + below;
    }

    private static List<String> told(String id) {
        return Topics.await(
                        "gatekeeper.release-decisions.v1",
                        3,
                        event -> event.key().equals(id) && event.type().startsWith("gatekeeper.expedition."))
                .stream()
                .map(Topics.Told::type)
                .toList();
    }
}
