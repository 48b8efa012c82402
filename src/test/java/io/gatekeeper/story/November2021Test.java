package io.gatekeeper.story;

import static io.gatekeeper.testing.Gate.entry;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model case: four batches name nine apps of one publisher, and every store has to hold what is new. */
@QuarkusTest
class November2021Test {

    private static final Gate HUAWEI = Gate.as(Tokens.platform("huawei-appgallery"));
    private static final Gate XIAOMI = Gate.as(Tokens.platform("xiaomi-getapps"));
    private static final Gate OFFICER = Gate.as(Tokens.regulator("officer-1"));
    private static final Gate SECOND_OFFICER = Gate.as(Tokens.regulator("officer-2"));
    private static final Gate LABORATORY = Gate.as(Tokens.laboratory("lab-beijing"));

    /** The apps of each of the four batches of 2021. */
    private static final List<List<String>> BATCHES = List.of(
            List.of("御龙在天"),
            List.of("QQ同步助手", "腾讯动漫"),
            List.of("腾讯手机管家", "腾讯视频", "企业微信"),
            List.of("腾讯地图", "微信", "QQ阅读"));

    /** The true numbers of the batches may be another test's; these are nobody's. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(5_000);

    @Inject
    LocalClock clock;

    @BeforeEach
    void itIsOctober2021() {
        clock.freeze(Instant.parse("2021-10-20T02:00:00Z"));
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @Test
    void holdsWhatIsNewFromTheFourthNoticeOnAndPublishesOnlyWhatPassesItsTest() {
        String publisher = Gate.registeredPublisher();
        String chat = Codes.packageName();
        assertStanding(publisher, "CLEAR", 0);

        notice(1, publisher);
        assertStanding(publisher, "CLEAR", 1);
        notice(2, publisher);
        assertStanding(publisher, "WATCH", 2);
        notice(3, publisher);
        assertStanding(publisher, "AT_LIMIT", 3);

        String listed = cleared(HUAWEI, publisher, chat, 1);
        HUAWEI.list(listed).then().statusCode(200).body("state", equalTo("LISTED"));
        String approved = cleared(HUAWEI, publisher, chat, 2);

        clock.freeze(Instant.parse("2021-11-24T07:00:00Z"));
        notice(4, publisher);
        assertStanding(publisher, "UNDER_GUIDANCE", 4);
        OFFICER.get("/v1/publishers/{code}/status", publisher)
                .then()
                .body("effect.NEW_LISTING", equalTo("HOLD_FOR_TEST"))
                .body("effect.VERSION_UPDATE", equalTo("HOLD_FOR_TEST"))
                .body("effect.LISTED_VERSIONS", equalTo("UNTOUCHED"))
                .body("measures[0].confirmed", equalTo(false));
        confirmMeasure(publisher);

        HUAWEI.list(approved)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:not-cleared"))
                .body("reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"));
        HUAWEI.read(approved).then().body("state", equalTo("HELD"));
        HUAWEI.read(listed).then().body("state", equalTo("LISTED"));

        String passing = Codes.sha256();
        String atHuawei = held(HUAWEI, publisher, chat, 3, passing);
        String atXiaomi = held(XIAOMI, publisher, chat, 3, passing);
        String test = oneTestFor(atHuawei, atXiaomi);
        HUAWEI.read(atHuawei)
                .then()
                .body("test.dueAt", equalTo("2021-12-01T07:00:00Z"))
                .body("nextAction.by", equalTo("LABORATORY"))
                .body("nextAction.dueAt", equalTo("2021-12-01T07:00:00Z"));

        clock.advance(Duration.ofDays(7));
        awaitReason(atHuawei, HUAWEI, "TEST_OVERDUE");
        awaitReason(atXiaomi, XIAOMI, "TEST_OVERDUE");
        HUAWEI.read(atHuawei)
                .then()
                .body("state", equalTo("HELD"))
                .body("test.overdue", equalTo(true))
                .body("nextAction.by", equalTo("REGULATOR"));
        HUAWEI.list(atHuawei).then().statusCode(409);

        LABORATORY.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        verdict(test, "PASSED");
        awaitState(HUAWEI, atHuawei, "CLEARED");
        awaitState(XIAOMI, atXiaomi, "CLEARED");
        HUAWEI.list(atHuawei).then().statusCode(200).body("state", equalTo("LISTED"));
        XIAOMI.list(atXiaomi).then().statusCode(200).body("state", equalTo("LISTED"));
        assertDecisionsOnKafka(atHuawei);
        assertDecisionsOnKafka(atXiaomi);

        String failing = held(HUAWEI, publisher, Codes.packageName(), 1, Codes.sha256());
        fail(failing);
        awaitState(HUAWEI, failing, "REJECTED");
        HUAWEI.read(failing)
                .then()
                .body("decision.reasons.code", hasItem("TEST_FAILED"))
                .body("decision.reasons.find { it.code == 'TEST_FAILED' }.problems", contains("PERM_EXCESS"))
                .body("decision.reasons.find { it.code == 'TEST_FAILED' }.recourse", equalTo("FIX"));

        String stillHeld = held(HUAWEI, publisher, Codes.packageName(), 1, Codes.sha256());
        String alsoHeld = held(XIAOMI, publisher, Codes.packageName(), 1, Codes.sha256());
        lift(publisher);
        assertStanding(publisher, "AT_LIMIT", 4);
        HUAWEI.read(stillHeld).then().body("state", equalTo("CLEARED")).body("decision.sequence", equalTo(2));
        XIAOMI.read(alsoHeld).then().body("state", equalTo("CLEARED")).body("decision.sequence", equalTo(2));
        HUAWEI.read(failing).then().body("state", equalTo("REJECTED"));
    }

    private void notice(int number, String publisher) {
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("issuer", "MIIT");
        notice.put("kind", "BATCH");
        notice.put("year", 2021);
        notice.put("numberInYear", NUMBERS.incrementAndGet());
        notice.put("publishedAt", clock.instant().toString());
        notice.put("rectifyBy", clock.instant().plus(Duration.ofDays(6)).toString());
        notice.put(
                "entries",
                BATCHES.get(number - 1).stream()
                        .map(app -> entry(app, publisher))
                        .toList());
        OFFICER.post("/v1/notices", notice).then().statusCode(201);
    }

    private static void assertStanding(String publisher, String standing, int strikes) {
        HUAWEI.get("/v1/publishers/{code}/status", publisher)
                .then()
                .statusCode(200)
                .body("standing", equalTo(standing))
                .body("strikes.count", equalTo(strikes));
    }

    private static String cleared(Gate platform, String publisher, String packageName, int version) {
        return platform.submit(submission(publisher, packageName, version, Codes.sha256()))
                .then()
                .statusCode(201)
                .body("state", equalTo("CLEARED"))
                .body("decision.outcome", equalTo("PUBLISH"))
                .body("test", nullValue())
                .extract()
                .path("id");
    }

    private static String held(Gate platform, String publisher, String packageName, int version, String sha256) {
        return platform.submit(submission(publisher, packageName, version, sha256))
                .then()
                .statusCode(201)
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "TEST_PENDING"))
                .extract()
                .path("id");
    }

    private static void confirmMeasure(String publisher) {
        String id = OFFICER.get("/v1/publishers/{code}/status", publisher).path("measures[0].id");
        OFFICER.post("/v1/measures/" + id + "/confirmation").then().statusCode(409);
        SECOND_OFFICER.post("/v1/measures/" + id + "/confirmation").then().statusCode(200);
    }

    private static void lift(String publisher) {
        String id = OFFICER.get("/v1/publishers/{code}/status", publisher).path("measures[0].id");
        String path = "/v1/measures/" + id + "/lifting";
        Map<String, Object> reason = Map.of("reason", "rectified and accepted");
        OFFICER.post(path, reason).then().statusCode(202);
        OFFICER.post(path, reason).then().statusCode(409);
        SECOND_OFFICER.post(path, reason).then().statusCode(200);
    }

    private static String oneTestFor(String atHuawei, String atXiaomi) {
        String first = HUAWEI.awaitTest(atHuawei);
        assertThat(XIAOMI.awaitTest(atXiaomi)).isEqualTo(first);
        return first;
    }

    private static void awaitState(Gate platform, String id, String state) {
        Awaitility.await(id + " " + state)
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.read(id).path("state"), state::equals);
    }

    private static void awaitReason(String id, Gate platform, String reason) {
        Awaitility.await(id + " " + reason)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> platform.read(id).<List<String>>path("decision.reasons.code"),
                        codes -> codes.contains(reason));
    }

    private static void verdict(String test, String outcome) {
        LABORATORY
                .post("/v1/technical-tests/" + test + "/verdict", Plans.verdict(outcome, "as tested"))
                .then()
                .statusCode(200);
    }

    private static void fail(String releaseRequest) {
        String test = HUAWEI.awaitTest(releaseRequest);
        LABORATORY.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        LABORATORY
                .post(
                        "/v1/technical-tests/" + test + "/findings",
                        Map.of(
                                "problem", "PERM_EXCESS",
                                "severity", "MAJOR",
                                "description", "asks for the contacts without a function that needs them",
                                "evidence", List.of()))
                .then()
                .statusCode(201);
        verdict(test, "FAILED");
    }

    /** HOLD, still HOLD when overdue, PUBLISH when passed: in this order, and each once. */
    private static void assertDecisionsOnKafka(String id) {
        List<Topics.Told> told =
                Topics.await("gatekeeper.release-decisions.v1", 3, e -> e.key().equals(id));
        assertThat(told).extracting(e -> e.data().get("sequence").asInt()).containsExactly(1, 2, 3);
        assertThat(told).extracting(e -> e.data().get("outcome").asText()).containsExactly("HOLD", "HOLD", "PUBLISH");
    }
}
