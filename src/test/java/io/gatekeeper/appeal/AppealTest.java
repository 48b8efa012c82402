package io.gatekeeper.appeal;

import static io.gatekeeper.testing.Gate.imposeGuidance;
import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher appeals; officers who had no part in the matter decide; the hold stands until then. */
@QuarkusTest
class AppealTest {

    private static final Gate PLATFORM = Gate.as(Tokens.platform("huawei-appgallery"));
    private static final Gate BEIJING = Gate.as(Tokens.laboratory("lab-beijing"));
    private static final Gate SHENZHEN = Gate.as(Tokens.laboratory("lab-shenzhen"));
    private static final Gate FIRST = Gate.as(Tokens.regulator("officer-3"));
    private static final Gate SECOND = Gate.as(Tokens.regulator("officer-4"));

    @Inject
    LocalClock clock;

    @Inject
    LateAppeals lateAppeals;

    @Inject
    MeterRegistry meters;

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
    void setsAVerdictAsideAndHasAnotherLaboratoryTestAnew() {
        imposeGuidance(publisher);
        String release = held();
        String test = failed(release);
        String appeal = filed(release, 2, "VERDICT");
        PLATFORM.read(release).then().body("state", equalTo("REJECTED"));

        decide(FIRST, appeal, "UPHELD").then().statusCode(202).body("state", equalTo("PROPOSED"));
        PLATFORM.read(release).then().body("state", equalTo("REJECTED"));
        decide(FIRST, appeal, "UPHELD")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        decide(SECOND, appeal, "UPHELD")
                .then()
                .statusCode(200)
                .body("state", equalTo("UPHELD"))
                .body("changes.what", contains("VERDICT_SET_ASIDE", "RELEASE_REQUEST_REOPENED"))
                .body("changes.id", contains(test, release));

        PLATFORM.read(release)
                .then()
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"));
        PLATFORM.list(release).then().statusCode(409);
        String second = PLATFORM.awaitTest(release, test);
        BEIJING.post("/v1/technical-tests/" + second + "/claim").then().statusCode(409);
        BEIJING.get("/v1/technical-tests/" + second).then().statusCode(404);
        BEIJING.get("/v1/technical-tests?state=QUEUED&limit=200").then().body("items.id", not(hasItem(second)));
        SHENZHEN.post("/v1/technical-tests/" + second + "/claim").then().statusCode(200);
        verdict(SHENZHEN, second, "PASSED");
        awaitState(release, "CLEARED");
        itsPublisher
                .get("/v1/technical-tests/" + test)
                .then()
                .body("state", equalTo("FAILED"))
                .body("verdict.by", equalTo("lab-beijing"));
        assertThat(Topics.await(
                        "gatekeeper.release-decisions.v1",
                        3,
                        event -> event.key().equals(release) && event.type().startsWith("gatekeeper.appeal.")))
                .extracting(Topics.Told::type)
                .containsExactly(
                        "gatekeeper.appeal.filed.v1", "gatekeeper.appeal.proposed.v1", "gatekeeper.appeal.decided.v1");
    }

    @Test
    void isSeenToBeLateUntilItIsDecided() {
        imposeGuidance(publisher);
        String release = held();
        failed(release);
        String appeal = filed(release, 2, "VERDICT");
        double before = late();

        clock.advance(Duration.ofDays(15));
        assertThat(late()).isGreaterThan(before);
        itsPublisher.get("/v1/appeals/" + appeal).then().body("state", equalTo("FILED"));
        PLATFORM.read(release).then().body("state", equalTo("REJECTED"));

        double after = late();
        decide(FIRST, appeal, "DISMISSED").then().statusCode(200);
        assertThat(late()).isEqualTo(after - 1);
    }

    private double late() {
        lateAppeals.count();
        return meters.get("gatekeeper.officers.late")
                .tag("what", "appeal")
                .gauge()
                .value();
    }

    @Test
    void changesNothingWhenItIsDismissed() {
        imposeGuidance(publisher);
        String release = held();
        failed(release);
        String appeal = filed(release, 2, "VERDICT");

        decide(FIRST, appeal, "DISMISSED")
                .then()
                .statusCode(200)
                .body("state", equalTo("DISMISSED"))
                .body("changes", empty());

        PLATFORM.read(release).then().body("state", equalTo("REJECTED"));
        decide(SECOND, appeal, "UPHELD").then().statusCode(409);
        file(release, 2, "VERDICT").then().statusCode(409);
        itsPublisher
                .get("/v1/appeals/" + appeal)
                .then()
                .statusCode(200)
                .body("decision.reason", notNullValue())
                .body("decision.by", nullValue());
    }

    @Test
    void isNotDecidedByWhoActedInTheMatter() {
        String measure = imposeGuidance(publisher);
        String release = held();
        String imposer =
                Gate.as(Tokens.regulator()).get("/v1/measures/" + measure).path("imposedBy");
        String appeal = filed(release, 1, "GUIDANCE");

        decide(Gate.as(Tokens.regulator(imposer)), appeal, "DISMISSED")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        decide(FIRST, appeal, "UPHELD").then().statusCode(202);
        decide(SECOND, appeal, "UPHELD")
                .then()
                .statusCode(200)
                .body("changes.what", contains("MEASURE_RESCINDED"))
                .body("changes.id", contains(measure));

        PLATFORM.read(release).then().body("state", equalTo("CLEARED"));
        Gate.as(Tokens.regulator()).get("/v1/measures/" + measure).then().body("state", equalTo("RESCINDED"));
    }

    @Test
    void isBoundToOneDecisionAndItsTerm() {
        imposeGuidance(publisher);
        String release = held();
        file(release, 1, "VERDICT").then().statusCode(409).body("errors.pointer", contains("/against"));
        file(release, 1, "LISTING_BAN").then().statusCode(409);
        file(release, 7, "GUIDANCE").then().statusCode(404);
        file(UUID.randomUUID().toString(), 1, "GUIDANCE").then().statusCode(404);
        Gate.as(Tokens.publisher(registeredPublisher()))
                .post("/v1/appeals", body(release, 1, "GUIDANCE"))
                .then()
                .statusCode(404);
        clock.advance(Duration.ofDays(30));
        file(release, 1, "GUIDANCE").then().statusCode(409).body("detail", notNullValue());
    }

    @Test
    void isSeenByItsPublisherAndByAuthorities() {
        imposeGuidance(publisher);
        String appeal = filed(held(), 1, "GUIDANCE");

        itsPublisher.get("/v1/appeals").then().statusCode(200).body("items.id", contains(appeal));
        FIRST.get("/v1/appeals?state=FILED&limit=200").then().body("items.id", hasItem(appeal));
        Gate another = Gate.as(Tokens.publisher(registeredPublisher()));
        another.get("/v1/appeals").then().body("items", empty());
        another.get("/v1/appeals/" + appeal).then().statusCode(404);
        FIRST.get("/v1/appeals?state=nonsense").then().statusCode(400);
    }

    private String held() {
        return PLATFORM.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .body("state", equalTo("HELD"))
                .extract()
                .path("id");
    }

    private static String failed(String release) {
        String test = PLATFORM.awaitTest(release);
        BEIJING.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        BEIJING.post(
                        "/v1/technical-tests/" + test + "/findings",
                        Map.of("problem", "PERM_EXCESS", "severity", "MAJOR", "description", "asks for the contacts"))
                .then()
                .statusCode(201);
        verdict(BEIJING, test, "FAILED");
        awaitState(release, "REJECTED");
        return test;
    }

    private static void verdict(Gate laboratory, String test, String outcome) {
        laboratory
                .post("/v1/technical-tests/" + test + "/verdict", Plans.verdict(outcome, "as tested"))
                .then()
                .statusCode(200);
    }

    private static void awaitState(String release, String state) {
        Awaitility.await(release + " " + state)
                .atMost(Duration.ofSeconds(30))
                .until(() -> PLATFORM.read(release).path("state"), state::equals);
    }

    private String filed(String release, int sequence, String against) {
        return file(release, sequence, against)
                .then()
                .statusCode(201)
                .body("state", equalTo("FILED"))
                .extract()
                .path("id");
    }

    private Response file(String release, int sequence, String against) {
        return itsPublisher.post("/v1/appeals", body(release, sequence, against));
    }

    private static Map<String, Object> body(String release, int sequence, String against) {
        return Map.of(
                "releaseRequestId", release,
                "decisionSequence", sequence,
                "against", against,
                "reason", "the laboratory did not open the call screen");
    }

    private static Response decide(Gate officer, String appeal, String outcome) {
        return officer.post(
                "/v1/appeals/" + appeal + "/decision", Map.of("outcome", outcome, "reason", "as the recording shows"));
    }
}
