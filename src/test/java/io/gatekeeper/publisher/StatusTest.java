package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.SECOND;
import static io.gatekeeper.publisher.RegimeCalls.as;
import static io.gatekeeper.publisher.RegimeCalls.batch;
import static io.gatekeeper.publisher.RegimeCalls.entryOf;
import static io.gatekeeper.publisher.RegimeCalls.history;
import static io.gatekeeper.publisher.RegimeCalls.impose;
import static io.gatekeeper.publisher.RegimeCalls.post;
import static io.gatekeeper.publisher.RegimeCalls.record;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.CreditCodes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusTest {

    @Inject
    LocalClock clock;

    @Inject
    DueRegimeActs due;

    private final String publisher = CreditCodes.fresh();

    @BeforeEach
    void inJune() {
        clock.freeze(Instant.parse("2026-06-01T00:00:00Z"));
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void ofAnUnknownPublisherIsAnAnswer() {
        status(publisher)
                .header("Cache-Control", "no-store")
                .body("standing", equalTo("UNVERIFIED"))
                .body("statusVersion", equalTo(0))
                .body("name", nullValue())
                .body("strikes.count", equalTo(0))
                .body("effect.NEW_LISTING", equalTo("HOLD"))
                .body("policyVersion", equalTo("2024-1"))
                .body("warnings", empty());
    }

    @Test
    void isNotSentAgainWhileItIsTheSame() {
        register(publisher, "a company " + publisher, List.of());
        String tag = status(publisher).extract().header("ETag");
        clock.advance(Duration.ofMinutes(5));

        conditional(tag).then().statusCode(304).header("ETag", tag);
        impose(publisher, "LISTING_BAN").statusCode(201);
        conditional(tag).then().statusCode(200).body("standing", equalTo("BARRED"));
    }

    /** The present is read with a statement of its own; it must not tell another story than the history does. */
    @Test
    void isForNowWhatItIsAsOfThisInstant() {
        Map<String, Object> twice = batch("2026-05-01T00:00:00Z", entryOf(publisher), entryOf(publisher));
        record(twice).statusCode(201);
        record(batch("2025-05-01T00:00:00Z", entryOf(publisher))).statusCode(201);
        String withdrawn = record(batch("2026-05-02T00:00:00Z", entryOf(publisher)))
                .extract()
                .path("id");
        post(FIRST, "/v1/notices/" + withdrawn + "/withdrawal", "published in error");
        post(SECOND, "/v1/notices/" + withdrawn + "/withdrawal", "published in error");
        String lifted = impose(publisher, "LISTING_BAN").extract().path("id");
        post(FIRST, "/v1/measures/" + lifted + "/lifting", "mended");
        post(SECOND, "/v1/measures/" + lifted + "/lifting", "mended");
        clock.advance(Duration.ofMinutes(1));
        String guidance = impose(publisher, "TRANSITIONAL_GUIDANCE").extract().path("id");
        post(SECOND, "/v1/measures/" + guidance + "/confirmation").statusCode(200);
        clock.advance(Duration.ofMinutes(1));
        impose(publisher, "LISTING_BAN").statusCode(201);
        register(publisher, "a company " + publisher, List.of());
        clock.advance(Duration.ofMinutes(1));
        Instant now = clock.instant();

        Response present = asked("/v1/publishers/" + publisher + "/status");
        Response recorded = asked("/v1/publishers/" + publisher + "/status?asOf=" + now + "&knownAt=" + now);

        assertThat(present.asString()).isEqualTo(recorded.asString());
        assertThat(present.header("ETag")).isEqualTo(recorded.header("ETag"));
        present.then()
                .body("strikes.count", equalTo(1))
                .body("measures.type", contains("TRANSITIONAL_GUIDANCE", "LISTING_BAN"))
                .body("measures.confirmed", contains(true, false));
        query(Map.of("publisherIds", List.of(publisher)))
                .then()
                .body("items[0]", equalTo(present.jsonPath().getMap("$")));
    }

    @Test
    void ofManyAskedForAtOnceIsToldToEachItsOwn() throws Exception {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(i % 20 == 0 ? Gate.registeredPublisher() : CreditCodes.fresh());
        }
        Crowd crowd = new Crowd(RestAssured.port);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<Crowd.Answer>> answers = new ArrayList<>();
            for (String code : asked) {
                answers.add(callers.submit(() -> crowd.get(Tokens.platform(), "/v1/publishers/" + code + "/status")));
            }
            for (int i = 0; i < asked.size(); i++) {
                Crowd.Answer answer = answers.get(i).get();
                assertThat(answer.text("publisherId")).isEqualTo(asked.get(i));
                assertThat(answer.text("standing")).isEqualTo(i % 20 == 0 ? "CLEAR" : "UNVERIFIED");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void isToldAsOfAnyInstantByWhatWasKnownAtAnyOther() {
        register(publisher, "a company " + publisher, List.of());
        clock.freeze(Instant.parse("2026-06-10T00:00:00Z"));
        // Published on the second, known on the tenth.
        String id = record(batch("2026-06-02T00:00:00Z", entryOf(publisher)))
                .extract()
                .path("id");
        record(batch("2026-06-03T00:00:00Z", entryOf(publisher)));
        clock.freeze(Instant.parse("2026-06-20T00:00:00Z"));
        post(FIRST, "/v1/notices/" + id + "/withdrawal", "published in error").statusCode(202);
        post(SECOND, "/v1/notices/" + id + "/withdrawal", "published in error").statusCode(200);

        status(publisher).body("strikes.count", equalTo(1));
        status(publisher, "2026-06-02T12:00:00Z", null).body("strikes.count", equalTo(0));
        status(publisher, null, "2026-06-15T00:00:00Z")
                .body("strikes.count", equalTo(2))
                .body("standing", equalTo("WATCH"))
                .body("knownAt", equalTo("2026-06-15T00:00:00Z"));
        status(publisher, "2026-06-02T12:00:00Z", "2026-06-15T00:00:00Z").body("strikes.count", equalTo(1));
        status(publisher, "2026-06-05T00:00:00Z", "2026-06-05T00:00:00Z")
                .body("strikes.count", equalTo(0))
                .body("standing", equalTo("CLEAR"));
        status(publisher, "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z").body("standing", equalTo("UNVERIFIED"));
        status(publisher, "2020-01-01T00:00:00Z", null).statusCode(400).body("errors[0].pointer", equalTo("asOf"));
        status(publisher, "yesterday", null).statusCode(400).body("errors[0].pointer", equalTo("asOf"));
    }

    @Test
    void countsAnewWithTheNewYearAndSaysSo() {
        register(publisher, "a company " + publisher, List.of());
        for (int i = 1; i <= 4; i++) {
            record(batch("2026-05-0" + i + "T00:00:00Z", entryOf(publisher))).statusCode(201);
        }
        clock.freeze(Instant.parse("2026-12-31T16:00:00Z"));

        recountAll();

        status(publisher)
                .body("strikes.period", equalTo("2027"))
                .body("strikes.count", equalTo(0))
                .body("standing", equalTo("UNDER_GUIDANCE"));
        history(publisher)
                .body("items[-1].cause.type", equalTo("PERIOD_ENDED"))
                .body("items[-1].by", equalTo("system"))
                .body("items[-1].strikes.count", equalTo(0));
        int changes = history(publisher).extract().path("items.size()");
        recountAll();
        history(publisher).body("items", hasSize(changes));
    }

    @Test
    void ofFiveThousandIsAnsweredInTheOrderAsked() {
        impose(publisher, "LISTING_BAN").statusCode(201);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4_999; i++) {
            ids.add(CreditCodes.fresh());
        }
        ids.add(2_500, publisher);

        List<String> answered = query(Map.of("publisherIds", ids))
                .then()
                .statusCode(200)
                .body("items", hasSize(5_000))
                .body("items[2500].standing", equalTo("BARRED"))
                .extract()
                .path("items.publisherId");
        assertThat(answered).isEqualTo(ids);
    }

    @Test
    void ofManyCanBeAskedAsOfAnInstant() {
        impose(publisher, "LISTING_BAN").statusCode(201);

        query(Map.of("publisherIds", List.of(publisher, publisher), "asOf", "2026-05-31T23:59:59Z"))
                .then()
                .statusCode(200)
                .body("items.standing", contains("UNVERIFIED", "UNVERIFIED"));
    }

    @Test
    void ofManyIsRefusedForOneBadIdAndForTooMany() {
        query(Map.of("publisherIds", List.of(publisher, "nonsense")))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/publisherIds/1"));
        query(Map.of("publisherIds", Collections.nCopies(5_001, publisher)))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/publisherIds"));
        query(Map.of("publisherIds", List.of())).then().statusCode(400);
    }

    @Test
    void hasAHistoryInPagesThatNamesOfficersToOfficersOnly() {
        register(publisher, "a company " + publisher, List.of());
        impose(publisher, "LISTING_BAN");
        impose(publisher, "TRANSITIONAL_GUIDANCE");

        String cursor = as(FIRST)
                .queryParam("limit", 2)
                .get("/v1/publishers/" + publisher + "/history")
                .then()
                .statusCode(200)
                .body("items.statusVersion", contains(1, 2))
                .body("items.standing", contains("CLEAR", "BARRED"))
                .body("items.previousStanding", contains("UNVERIFIED", "CLEAR"))
                .body("items.by", contains(FIRST, FIRST))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        given().auth()
                .oauth2(Tokens.publisher(publisher))
                .queryParam("cursor", cursor)
                .get("/v1/publishers/" + publisher + "/history")
                .then()
                .statusCode(200)
                .body("items.statusVersion", contains(3))
                .body("items[0].by", equalTo("regulator"))
                .body("items[0].measures", hasSize(2))
                .body("nextCursor", nullValue());
    }

    /** One sweep is bounded, and other tests leave publishers behind whose year ends as well. */
    private void recountAll() {
        while (due.recountOne()) {
            // The next one.
        }
    }

    private static Response asked(String path) {
        return given().auth().oauth2(Tokens.platform()).get(path);
    }

    private Response conditional(String tag) {
        return given().auth()
                .oauth2(Tokens.platform())
                .header("If-None-Match", tag)
                .get("/v1/publishers/" + publisher + "/status");
    }

    private static Response query(Map<String, Object> body) {
        return given().auth()
                .oauth2(Tokens.platform())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/publishers/status-queries");
    }
}
