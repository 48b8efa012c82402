package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.as;
import static io.gatekeeper.publisher.RegimeCalls.batch;
import static io.gatekeeper.publisher.RegimeCalls.entry;
import static io.gatekeeper.publisher.RegimeCalls.entryOf;
import static io.gatekeeper.publisher.RegimeCalls.record;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.oneOf;

import io.gatekeeper.testing.CreditCodes;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class RegimeInputTest {

    private final String publisher = CreditCodes.fresh();

    @ParameterizedTest
    @MethodSource
    void aBadNoticeIsRefusedWithAPointerToTheField(String pointer, String field, Object value) {
        Map<String, Object> notice = batch("2026-03-01T02:00:00Z", entry("an app", "a company"));
        notice.put(field, value);

        record(notice).statusCode(400).body("errors.pointer", hasItem(pointer));
    }

    static Stream<Arguments> aBadNoticeIsRefusedWithAPointerToTheField() {
        Map<String, Object> wrongCode = entry("an app", "a company");
        wrongCode.put("publisherId", "91350100M000100Y4Z");
        Map<String, Object> wrongProblem = entry("an app", "a company");
        wrongProblem.put("problems", List.of("PI_COLLECT_EXCESS", "GOSSIP"));
        Map<String, Object> noProblem = entry("an app", "a company");
        noProblem.put("problems", List.of());
        Map<String, Object> extra = entry("an app", "a company");
        extra.put("province", "广东");
        return Stream.of(
                Arguments.of("/issuer", "issuer", null),
                Arguments.of("/issuer", "issuer", "miit"),
                Arguments.of("/issuer", "issuer", "A".repeat(17)),
                Arguments.of("/kind", "kind", "GOSSIP"),
                Arguments.of("/year", "year", 1999),
                Arguments.of("/numberInYear", "numberInYear", 0),
                Arguments.of("/numberInYear", "numberInYear", 4_294_967_296L),
                Arguments.of("/numberInYear", "numberInYear", "4"),
                Arguments.of("/numberOverall", "numberOverall", -1),
                Arguments.of("/publishedAt", "publishedAt", null),
                Arguments.of("/publishedAt", "publishedAt", "2026-03-01"),
                Arguments.of("/publishedAt", "publishedAt", "2200-03-01T00:00:00Z"),
                Arguments.of("/rectifyBy", "rectifyBy", "2026-03-01T02:00:00Z"),
                Arguments.of("/entries", "entries", List.of()),
                Arguments.of("/entries", "entries", Collections.nCopies(2_001, entry("an app", "a company"))),
                Arguments.of("/entries/0", "entries", Collections.singletonList(null)),
                Arguments.of("/entries/0/appName", "entries", List.of(entry(" ", "a company"))),
                Arguments.of("/entries/0/developerName", "entries", List.of(entry("an app", "x".repeat(201)))),
                Arguments.of("/entries/0/developerName", "entries", List.of(entry("an app", "（）"))),
                Arguments.of("/entries/0/developerName", "entries", List.of(entry("an app", "a\u0000b"))),
                Arguments.of("/entries/0/publisherId", "entries", List.of(wrongCode)),
                Arguments.of("/entries/0/problems/1", "entries", List.of(wrongProblem)),
                Arguments.of("/entries/0/problems", "entries", List.of(noProblem)),
                Arguments.of("/entries/0/province", "entries", List.of(extra)),
                Arguments.of("/unknown", "unknown", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "/publisherId, publisherId, nonsense",
        "/type, type, FINE",
        "/channel, channel, RUMOUR",
        "/legalBasis, legalBasis, ''",
        "/reason, reason, ' '",
    })
    void aBadOrderIsRefusedWithAPointerToTheField(String pointer, String field, String value) {
        Map<String, Object> order = new HashMap<>(Map.of(
                "publisherId", publisher,
                "type", "LISTING_BAN",
                "channel", "WRITTEN",
                "legalBasis", "an order",
                "reason", "a reason"));
        order.put(field, value);

        as(FIRST).body(order).post("/v1/measures").then().statusCode(400).body("errors.pointer", contains(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "/to,     2026-12-01T00:00:00Z, 2026-12-01T00:00:00Z, NEW_LISTING, a reason",
        "/to,     2020-12-01T00:00:00Z, 2020-12-02T00:00:00Z, NEW_LISTING, a reason",
        "/kinds/0, 2126-12-01T00:00:00Z, 2126-12-02T00:00:00Z, RUMOUR,     a reason",
        "/reason, 2126-12-01T00:00:00Z, 2126-12-02T00:00:00Z, NEW_LISTING, ' '",
    })
    void aBadWindowIsRefusedWithAPointerToTheField(String pointer, String from, String to, String kind, String reason) {
        as(FIRST)
                .body(Map.of("from", from, "to", to, "kinds", List.of(kind), "reason", reason))
                .post("/v1/review-windows")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(pointer));
    }

    @Test
    void aPublisherIsRegisteredOnceAndAmendedAfterwards() {
        register(publisher, "a company " + publisher, List.of("one " + publisher, "two " + publisher))
                .statusCode(201)
                .header("Location", endsWith("/v1/publishers/" + publisher))
                .body("aliases", contains("one " + publisher, "two " + publisher))
                .body("warnings", empty());

        register(publisher, "a renamed company " + publisher, List.of("two " + publisher, "three " + publisher))
                .statusCode(200)
                .body("name", equalTo("a renamed company " + publisher))
                .body("aliases", containsInAnyOrder("two " + publisher, "three " + publisher));

        RegimeCalls.history(publisher).body("items", hasSize(1));
        String other = CreditCodes.fresh();
        register(other, "one " + publisher, List.of()).statusCode(201);
        register(other, "one " + publisher, List.of("ｔｈｒｅｅ " + publisher))
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:alias-taken"))
                .body("errors.pointer", contains("/aliases/0"));
        as(FIRST).get("/v1/publishers/" + publisher).then().statusCode(200).body("aliases", hasSize(2));
    }

    @Test
    void aPublisherIsRegisteredUnderACodeWithAWrongCheckCharacterWithAWarning() {
        String wrong = publisher.substring(0, 17) + (publisher.endsWith("0") ? "1" : "0");

        register(wrong, "a company " + wrong, List.of())
                .statusCode(201)
                .body("warnings.code", contains("CHECK_CHARACTER"));
        register("91350100M000100Y4Z", "a company", List.of())
                .statusCode(400)
                .body("errors.pointer", contains("creditCode"));
        register(publisher, "", List.of()).statusCode(400).body("errors.pointer", hasItem("/name"));
        register(publisher, "a company", List.of(" ")).statusCode(400).body("errors.pointer", hasItem("/aliases/0"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/notices",
        "GET, /v1/notices/MIIT-2021-1",
        "GET, /v1/unresolved-names",
        "GET, /v1/measures",
        "GET, /v1/review-windows",
        "GET, /v1/publishers/91350100M000100Y43",
    })
    void isReadByRegulatorsAndAuditorsOnly(String method, String path) {
        for (String token : List.of(Tokens.platform(), Tokens.publisher(), Tokens.laboratory())) {
            given().auth().oauth2(token).request(method, path).then().statusCode(403);
        }
        given().auth().oauth2(Tokens.auditor()).request(method, path).then().statusCode(oneOf(200, 404));
        given().request(method, path).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/publishers/91350100M000100Y43",
        "POST, /v1/notices",
        "POST, /v1/notices/MIIT-2021-1/withdrawal",
        "POST, /v1/unresolved-names/01970000-0000-7000-8000-000000000000/resolution",
        "POST, /v1/measures",
        "POST, /v1/measures/01970000-0000-7000-8000-000000000000/confirmation",
        "POST, /v1/measures/01970000-0000-7000-8000-000000000000/lifting",
        "POST, /v1/measures/01970000-0000-7000-8000-000000000000/rescission",
        "POST, /v1/review-windows",
        "POST, /v1/review-windows/01970000-0000-7000-8000-000000000000/confirmation",
        "POST, /v1/review-windows/01970000-0000-7000-8000-000000000000/ending",
    })
    void isChangedByRegulatorsOnly(String method, String path) {
        for (String token : List.of(Tokens.platform(), Tokens.publisher(), Tokens.laboratory(), Tokens.auditor())) {
            given().auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .request(method, path)
                    .then()
                    .statusCode(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/notices/MIIT-1999-1/withdrawal",
        "/v1/measures/01970000-0000-7000-8000-000000000000/confirmation",
        "/v1/measures/01970000-0000-7000-8000-000000000000/lifting",
        "/v1/measures/nonsense/lifting",
        "/v1/review-windows/01970000-0000-7000-8000-000000000000/confirmation",
        "/v1/review-windows/01970000-0000-7000-8000-000000000000/ending",
    })
    void whatIsNotThereIsNotFound(String path) {
        as(FIRST)
                .body(path.endsWith("confirmation") ? "" : "{\"reason\": \"any\"}")
                .post(path)
                .then()
                .statusCode(404);
    }

    @Test
    void policiesAreReadByEverybody() {
        given().auth()
                .oauth2(Tokens.publisher())
                .get("/v1/policies")
                .then()
                .statusCode(200)
                .body("items.version", contains("2021-1", "2024-1"));
        given().auth()
                .oauth2(Tokens.platform())
                .get("/v1/policies/2024-1")
                .then()
                .statusCode(200)
                .body("filingRequired", equalTo(true))
                .body("testTerm", equalTo("P7D"))
                .body("zone", equalTo("Asia/Shanghai"))
                .body("countingKinds", contains("BATCH"));
        given().auth()
                .oauth2(Tokens.platform())
                .get("/v1/policies/2030-1")
                .then()
                .statusCode(404);
    }

    @Test
    void badCursorsAndLimitsAreRefused() {
        for (String list : List.of("/v1/notices", "/v1/measures", "/v1/review-windows", "/v1/unresolved-names")) {
            as(FIRST).queryParam("cursor", "nonsense").get(list).then().statusCode(400);
            as(FIRST).queryParam("limit", 201).get(list).then().statusCode(400);
        }
        as(FIRST)
                .queryParam("cursor", "MjAyNi0wMS0wMVQwMDowMDowMFp8eA")
                .get("/v1/publishers/" + publisher + "/history")
                .then()
                .statusCode(400);
        as(FIRST).body(entryOf(publisher)).post("/v1/notices").then().statusCode(400);
    }
}
