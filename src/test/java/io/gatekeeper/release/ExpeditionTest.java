package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.imposeGuidance;
import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
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

    private final String publisher = registeredPublisher();
    private final Gate itsPublisher = Gate.as(Tokens.publisher(publisher));

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
