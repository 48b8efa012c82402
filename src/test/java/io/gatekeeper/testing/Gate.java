package io.gatekeeper.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The gate as its users call it: over HTTP, with a token each. */
public final class Gate {

    private final String token;

    private Gate(String token) {
        this.token = token;
    }

    public static Gate as(String token) {
        return new Gate(token);
    }

    public Response get(String path, Object... parameters) {
        return given().auth().oauth2(token).get(path, parameters);
    }

    public Response post(String path, Object body, Object... parameters) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path, parameters);
    }

    /** Without a body, as the calls are that say all in their path. */
    public Response post(String path) {
        return given().auth().oauth2(token).post(path);
    }

    public Response put(String path, Object body, Object... parameters) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .put(path, parameters);
    }

    public Response submit(Map<String, Object> submission) {
        return post("/v1/release-requests", submission);
    }

    public Response submit(Map<String, Object> submission, String idempotencyKey) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", idempotencyKey)
                .body(submission)
                .post("/v1/release-requests");
    }

    public Response read(String id) {
        return get("/v1/release-requests/{id}", id);
    }

    /** Waits until the release has a technical test; answers its id. */
    public String awaitTest(String id) {
        return awaitTest(id, null);
    }

    /** The same, until it has another test than that one. */
    public String awaitTest(String id, String before) {
        return Awaitility.await("a technical test for " + id)
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(id).path("test.id"), test -> test != null && !test.equals(before));
    }

    public Response list(String id) {
        return post("/v1/release-requests/" + id + "/listing");
    }

    public Response withdraw(String id) {
        return post("/v1/release-requests/" + id + "/withdrawal");
    }

    /** A version update as a platform submits it, with a filing number. */
    public static Map<String, Object> submission(
            String publisherId, String packageName, int versionCode, String sha256) {
        Map<String, Object> submission = new LinkedHashMap<>();
        submission.put("kind", "VERSION_UPDATE");
        submission.put("publisherId", publisherId);
        submission.put("app", new LinkedHashMap<>(Map.of("packageName", packageName, "os", "ANDROID", "name", "聊天")));
        submission.put("version", new LinkedHashMap<>(Map.of("name", "8.0." + versionCode, "code", versionCode)));
        submission.put("artifact", new LinkedHashMap<>(Map.of("sha256", sha256, "sizeBytes", 123_456_789)));
        submission.put("filingNumber", "粤B2-20090059-1A");
        return submission;
    }

    /** Registers a publisher under a name nobody else has. */
    public static String registeredPublisher() {
        String creditCode = Codes.creditCode();
        Gate.as(Tokens.regulator())
                .put("/v1/publishers/{code}", Map.of("name", "发布者" + creditCode, "aliases", List.of()), creditCode)
                .then()
                .statusCode(201);
        return creditCode;
    }

    /** Puts a publisher under transitional guidance by hand; answers the measure's id. */
    public static String imposeGuidance(String publisherId) {
        return impose(publisherId, "TRANSITIONAL_GUIDANCE");
    }

    public static String impose(String publisherId, String type) {
        return Gate.as(Tokens.regulator())
                .post(
                        "/v1/measures",
                        Map.of(
                                "publisherId", publisherId,
                                "type", type,
                                "channel", "PHONE",
                                "legalBasis", "信管函〔2021〕292号",
                                "reason", "four batches within the year"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Has two officers carry out a call that needs both. */
    public static void byTwoOfficers(String path, Map<String, Object> body) {
        Gate.as(Tokens.regulator("officer-1")).post(path, body).then().statusCode(202);
        Gate.as(Tokens.regulator("officer-2")).post(path, body).then().statusCode(200);
    }

    /** One row of a notice that names the publisher by its code. */
    public static Map<String, Object> entry(String appName, String publisherId) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("appName", appName);
        entry.put("developerName", "发布者" + publisherId);
        entry.put("publisherId", publisherId);
        entry.put("source", "应用宝");
        entry.put("version", "8.0");
        entry.put("problems", new ArrayList<>(List.of("PI_COLLECT_EXCESS")));
        return entry;
    }
}
