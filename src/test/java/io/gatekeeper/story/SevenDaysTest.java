package io.gatekeeper.story;

import static io.gatekeeper.testing.Gate.imposeGuidance;
import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Laboratories;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
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

/**
 * The seven days of a technical test by the ticked clock: stopped while the publisher is asked, extended on record, reminded of,
 * overdue and still held, failed, appealed, tested anew elsewhere, and passed; beside it a fix that could not wait, and a pass that
 * was drawn for a second laboratory.
 */
@QuarkusTest
class SevenDaysTest {

    private static final Gate HUAWEI = Gate.as(Tokens.platform("huawei-appgallery"));
    private static final Gate BEIJING = Gate.as(Tokens.laboratory("lab-beijing"));
    private static final Gate SHENZHEN = Gate.as(Tokens.laboratory("lab-shenzhen"));
    private static final Gate OFFICER = Gate.as(Tokens.regulator("officer-1"));
    private static final Gate THIRD = Gate.as(Tokens.regulator("officer-3"));
    private static final Gate FOURTH = Gate.as(Tokens.regulator("officer-4"));

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
    void backToToday() {
        clock.reset();
    }

    @Test
    void runsStopsIsExtendedRemindsIsOverdueAndIsAppealed() {
        at("2021-11-24T07:00:00Z");
        imposeGuidance(publisher);
        String sha256 = Codes.sha256();
        String release = HUAWEI.submit(submission(publisher, Codes.packageName(), 1, sha256))
                .then()
                .statusCode(201)
                .body("nextAction.by", equalTo("LABORATORY"))
                .body("nextAction.dueAt", equalTo("2021-12-01T07:00:00Z"))
                .extract()
                .path("id");
        String test = HUAWEI.awaitTest(release);

        at("2021-11-25T01:00:00Z");
        BEIJING.post(path(test, "/claim")).then().statusCode(200);
        BEIJING.post(path(test, "/information-requests"), Map.of("question", "Which screen needs the contacts?"))
                .then()
                .statusCode(201);
        awaitReason(release, "AWAITING_PUBLISHER");
        HUAWEI.read(release).then().body("nextAction.by", equalTo("PUBLISHER"));

        at("2021-11-27T01:00:00Z");
        itsPublisher
                .post(path(test, "/information-requests/1/answer"), Map.of("answer", "The call screen."))
                .then()
                .statusCode(200)
                .body("dueAt", equalTo("2021-12-03T07:00:00Z"));

        at("2021-12-01T07:00:00Z");
        awaitTold(sha256, "reminder", 1);
        OFFICER.post(
                        path(test, "/extensions"),
                        Map.of("dueAt", "2021-12-06T07:00:00Z", "reason", "The account came late."))
                .then()
                .statusCode(201);
        Awaitility.await("the new due instant")
                .atMost(Duration.ofSeconds(30))
                .until(() -> HUAWEI.read(release).path("nextAction.dueAt"), "2021-12-06T07:00:00Z"::equals);
        at("2021-12-04T07:00:00Z");
        awaitTold(sha256, "reminder", 2);
        at("2021-12-05T07:00:00Z");
        awaitTold(sha256, "reminder", 3);

        at("2021-12-06T07:00:00Z");
        awaitTold(sha256, "overdue", 1);
        awaitReason(release, "TEST_OVERDUE");
        HUAWEI.read(release).then().body("state", equalTo("HELD")).body("nextAction.by", equalTo("REGULATOR"));
        HUAWEI.list(release).then().statusCode(409);

        fail(BEIJING, test);
        awaitState(release, "REJECTED");
        itsPublisher.get("/v1/technical-tests/{id}", test).then().body("findings.problem", contains("PERM_EXCESS"));
        HUAWEI.get("/v1/technical-tests/{id}/clock", test)
                .then()
                .body(
                        "items.what",
                        containsInAnyOrder(
                                "OPENED",
                                "CLAIMED",
                                "STOPPED",
                                "STARTED",
                                "RETURNED",
                                "REMINDED",
                                "EXTENDED",
                                "REMINDED",
                                "REMINDED",
                                "OVERDUE",
                                "CLAIMED",
                                "CONCLUDED"))
                .body("items.find { it.what == 'EXTENDED' }.previousDueAt", equalTo("2021-12-03T07:00:00Z"))
                .body("items.find { it.what == 'EXTENDED' }.dueAt", equalTo("2021-12-06T07:00:00Z"));

        String second = appeal(release, test);
        SHENZHEN.post(path(second, "/claim")).then().statusCode(200);
        verdict(SHENZHEN, second, "PASSED");
        awaitState(release, "CLEARED");
        HUAWEI.list(release).then().statusCode(200).body("state", equalTo("LISTED"));
    }

    @Test
    void asksASecondLaboratoryAndTwoOfficersWhereTheTwoDiffer() {
        Instant opened = Instant.parse("2021-12-20T07:00:00Z");
        Laboratories.drawEveryCase(database, opened, opened.plus(Duration.ofMinutes(1)));
        String there = "lab-" + UUID.randomUUID();
        Laboratories.registered(there, Map.of("name", "There"));
        clock.freeze(opened);
        imposeGuidance(publisher);
        String release = HUAWEI.submit(submission(publisher, Codes.packageName(), 3, Codes.sha256()))
                .path("id");
        String test = HUAWEI.awaitTest(release);

        at("2021-12-22T07:00:00Z");
        BEIJING.post(path(test, "/claim")).then().statusCode(200);
        verdict(BEIJING, test, "PASSED");
        HUAWEI.list(release).then().statusCode(409);
        BEIJING.get("/v1/technical-tests/{id}", test).then().statusCode(404);

        at("2021-12-24T07:00:00Z");
        fail(Gate.as(Tokens.laboratory(there)), test);
        OFFICER.get("/v1/technical-tests/{id}", test)
                .then()
                .body("state", equalTo("CONTRADICTED"))
                .body("dueAt", equalTo("2021-12-27T07:00:00Z"))
                .body("owner.by", equalTo("REGULATOR"));
        HUAWEI.list(release).then().statusCode(409);

        Map<String, Object> passed = Map.of("outcome", "PASSED", "reason", "the contacts are shown, not sent");
        OFFICER.post(path(test, "/contradiction"), passed).then().statusCode(200);
        HUAWEI.read(release).then().body("state", equalTo("HELD"));
        THIRD.post(path(test, "/contradiction"), passed).then().statusCode(200);
        awaitState(release, "CLEARED");
        HUAWEI.list(release).then().statusCode(200).body("state", equalTo("LISTED"));
        Laboratories.close(there);
    }

    @Test
    void letsAFixOutFirstOnlyWhenTwoOfficersSaySoAndItsFileIsKnownToBeClean() {
        at("2021-12-10T07:00:00Z");
        imposeGuidance(publisher);
        String fix = HUAWEI.submit(submission(publisher, Codes.packageName(), 2, Codes.sha256()))
                .path("id");
        String expedition = "/v1/release-requests/" + fix + "/expedition";
        HUAWEI.post(expedition, Map.of("reason", "exploited", "reference", "CVE-2021-44228"))
                .then()
                .statusCode(201);
        THIRD.post(expedition + "/grant", Map.of("reason", "seen")).then().statusCode(202);
        FOURTH.post(expedition + "/grant", Map.of("reason", "agreed")).then().statusCode(200);

        HUAWEI.read(fix)
                .then()
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", hasItem("TEST_PENDING"))
                .body("decision.waiver", nullValue());
        HUAWEI.list(fix).then().statusCode(409);
    }

    /** @return the test that another laboratory is to do */
    private String appeal(String release, String test) {
        int sequence = HUAWEI.read(release).path("decision.sequence");
        String appeal = itsPublisher
                .post(
                        "/v1/appeals",
                        Map.of(
                                "releaseRequestId",
                                release,
                                "decisionSequence",
                                sequence,
                                "against",
                                "VERDICT",
                                "reason",
                                "the call screen was not opened"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> upheld = Map.of("outcome", "UPHELD", "reason", "as the recording shows");
        String decision = "/v1/appeals/" + appeal + "/decision";
        // Who extended the test has acted in the matter.
        OFFICER.post(decision, upheld).then().statusCode(409);
        THIRD.post(decision, upheld).then().statusCode(202);
        FOURTH.post(decision, upheld).then().statusCode(200);
        HUAWEI.read(release).then().body("state", equalTo("HELD"));
        String second = HUAWEI.awaitTest(release, test);
        BEIJING.get("/v1/technical-tests/" + second).then().statusCode(404);
        return second;
    }

    private static void fail(Gate laboratory, String test) {
        laboratory.post(path(test, "/claim")).then().statusCode(200);
        laboratory
                .post(
                        path(test, "/findings"),
                        Map.of("problem", "PERM_EXCESS", "severity", "MAJOR", "description", "asks for the contacts"))
                .then()
                .statusCode(201);
        verdict(laboratory, test, "FAILED");
    }

    private static void verdict(Gate laboratory, String test, String outcome) {
        laboratory
                .post(path(test, "/verdict"), Plans.verdict(outcome, "as tested"))
                .then()
                .statusCode(200);
    }

    private void at(String instant) {
        clock.freeze(Instant.parse(instant));
    }

    private static String path(String test, String below) {
        return "/v1/technical-tests/" + test + below;
    }

    private static void awaitState(String release, String state) {
        Awaitility.await(state)
                .atMost(Duration.ofSeconds(30))
                .until(() -> HUAWEI.read(release).path("state"), state::equals);
    }

    private static void awaitReason(String release, String reason) {
        Awaitility.await(reason)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> HUAWEI.read(release).<List<String>>path("decision.reasons.code"),
                        codes -> codes.contains(reason));
    }

    /** Each exactly once, however often the gate has swept. */
    private static void awaitTold(String sha256, String what, int times) {
        String type = "gatekeeper.technical-test." + what + ".v1";
        assertThat(Topics.await(
                        "gatekeeper.technical-tests.v1",
                        times,
                        event -> event.key().equals(sha256) && event.type().equals(type)))
                .hasSize(times);
    }
}
