package io.gatekeeper.publisher;

import static io.restassured.RestAssured.given;

import io.gatekeeper.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls of publishers and regulators, as tests make them. */
final class RegimeCalls {

    static final String FIRST = "officer-1";
    static final String SECOND = "officer-2";

    /** Each test class numbers its notices from a range of its own: issuers that count are few. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(100);

    private RegimeCalls() {}

    static RequestSpecification as(String officer) {
        return given().auth().oauth2(Tokens.regulator(officer)).contentType(ContentType.JSON);
    }

    static ValidatableResponse register(String publisher, String name, List<String> aliases) {
        return as(FIRST)
                .body(Map.of("name", name, "aliases", aliases))
                .put("/v1/publishers/" + publisher)
                .then();
    }

    static ValidatableResponse status(String publisher) {
        return given().auth()
                .oauth2(Tokens.platform())
                .get("/v1/publishers/" + publisher + "/status")
                .then()
                .statusCode(200);
    }

    static ValidatableResponse status(String publisher, String asOf, String knownAt) {
        RequestSpecification call = given().auth().oauth2(Tokens.platform());
        if (asOf != null) {
            call.queryParam("asOf", asOf);
        }
        if (knownAt != null) {
            call.queryParam("knownAt", knownAt);
        }
        return call.get("/v1/publishers/" + publisher + "/status").then();
    }

    static ValidatableResponse history(String publisher) {
        return as(FIRST).get("/v1/publishers/" + publisher + "/history").then().statusCode(200);
    }

    /** A number no other notice of the run has. */
    static int freshNumber() {
        return NUMBERS.incrementAndGet();
    }

    static Map<String, Object> batch(String publishedAt, Object... entries) {
        return notice(
                "MIIT", "BATCH", Integer.parseInt(publishedAt.substring(0, 4)), freshNumber(), publishedAt, entries);
    }

    static Map<String, Object> notice(
            String issuer, String kind, int year, int number, String publishedAt, Object... entries) {
        Map<String, Object> notice = new HashMap<>();
        notice.put("issuer", issuer);
        notice.put("kind", kind);
        notice.put("year", year);
        notice.put("numberInYear", number);
        notice.put("publishedAt", publishedAt);
        notice.put("entries", Arrays.asList(entries));
        return notice;
    }

    /** An entry that names a company, as notices do. */
    static Map<String, Object> entry(String app, String company) {
        return new HashMap<>(
                Map.of("appName", app, "developerName", company, "problems", List.of("PI_COLLECT_EXCESS")));
    }

    /** An entry whose credit code the recording officer knows. */
    static Map<String, Object> entryOf(String publisher) {
        Map<String, Object> entry = entry("an app", "a company");
        entry.put("publisherId", publisher);
        return entry;
    }

    static ValidatableResponse record(Map<String, Object> notice) {
        return as(FIRST).body(notice).post("/v1/notices").then();
    }

    static ValidatableResponse impose(String publisher, String type) {
        return as(FIRST)
                .body(Map.of(
                        "publisherId", publisher,
                        "type", type,
                        "channel", "PHONE",
                        "legalBasis", "信管函〔2021〕292号",
                        "reason", "ordered by telephone"))
                .post("/v1/measures")
                .then();
    }

    static ValidatableResponse post(String officer, String path) {
        return as(officer).post(path).then();
    }

    static ValidatableResponse post(String officer, String path, String reason) {
        return as(officer).body(Map.of("reason", reason)).post(path).then();
    }
}
