package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.SECOND;
import static io.gatekeeper.publisher.RegimeCalls.as;
import static io.gatekeeper.publisher.RegimeCalls.batch;
import static io.gatekeeper.publisher.RegimeCalls.entry;
import static io.gatekeeper.publisher.RegimeCalls.entryOf;
import static io.gatekeeper.publisher.RegimeCalls.freshNumber;
import static io.gatekeeper.publisher.RegimeCalls.history;
import static io.gatekeeper.publisher.RegimeCalls.notice;
import static io.gatekeeper.publisher.RegimeCalls.post;
import static io.gatekeeper.publisher.RegimeCalls.record;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.testing.CreditCodes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NoticeTest {

    private final String publisher = CreditCodes.fresh();

    @Test
    void isTheSameNoticeWhenItIsRecordedAgain() {
        Map<String, Object> batch = batch("2026-03-01T02:00:00Z", entryOf(publisher));
        String id = record(batch).statusCode(201).extract().path("id");

        record(batch).statusCode(200).body("id", equalTo(id)).header("Location", endsWith("/v1/notices/" + id));
        status(publisher).body("strikes.count", equalTo(1));
    }

    @Test
    void isRefusedWhenItDiffersFromWhatIsRecorded() {
        Map<String, Object> batch = batch("2026-03-01T02:00:00Z", entryOf(publisher));
        record(batch).statusCode(201);
        batch.put("rectifyBy", "2026-03-08T02:00:00Z");

        record(batch).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:notice-differs"));
    }

    @Test
    void countsOnceHoweverManyAppsItNames() {
        record(batch("2026-03-01T02:00:00Z", entryOf(publisher), entryOf(publisher), entryOf(publisher)))
                .statusCode(201);

        status(publisher).body("strikes.count", equalTo(1));
    }

    @Test
    void countsOnlyWhenItIsABatchOfAnIssuerThatCounts() {
        int number = freshNumber();
        String at = "2026-03-01T02:00:00Z";
        record(notice("MIIT", "RE_CHECK", 2026, number, at, entryOf(publisher)))
                .statusCode(201)
                .body("id", equalTo("MIIT-2026-" + number + "-re-check"));
        record(notice("MIIT", "DELISTING", 2026, number, at, entryOf(publisher)))
                .statusCode(201);
        record(notice("SOMEBODY", "BATCH", 2026, number, at, entryOf(publisher)))
                .statusCode(201);
        status(publisher).body("strikes.count", equalTo(0)).body("statusVersion", equalTo(0));

        record(notice("MIIT", "BATCH", 2026, number, at, entryOf(publisher))).statusCode(201);
        record(notice("CA-GD", "BATCH", 2026, number, at, entryOf(publisher))).statusCode(201);

        status(publisher)
                .body("strikes.notices", contains("CA-GD-2026-" + number, "MIIT-2026-" + number))
                .body("statusVersion", equalTo(2));
    }

    @Test
    void resolvesCompanyNamesThroughAliasesHoweverTheyAreSpelt() {
        register(publisher, "甲（深圳）有限公司" + publisher, List.of("ＡＢＣ科技" + publisher))
                .statusCode(201);

        record(batch("2026-03-01T02:00:00Z", entry("an app", " 甲(深圳)有限公司" + publisher + "　")))
                .statusCode(201)
                .body("entries[0].publisherId", equalTo(publisher))
                .body("warnings", empty());
        record(batch("2026-03-02T02:00:00Z", entry("an app", "ABC科技" + publisher)))
                .statusCode(201);

        status(publisher).body("strikes.count", equalTo(2)).body("standing", equalTo("WATCH"));
    }

    @Test
    void keepsAnUnknownNameWaitingUntilAnOfficerResolvesIt() {
        String company = "乙有限公司" + publisher;
        register(publisher, "another name of " + publisher, List.of()).statusCode(201);
        for (int i = 1; i <= 3; i++) {
            record(batch("2026-03-0" + i + "T02:00:00Z", entryOf(publisher))).statusCode(201);
        }
        String fourth = record(batch("2026-03-04T02:00:00Z", entry("an app", company)))
                .statusCode(201)
                .body("entries[0].publisherId", nullValue())
                .body("warnings[0].code", equalTo("NAME_UNRESOLVED"))
                .extract()
                .path("id");
        status(publisher).body("standing", equalTo("AT_LIMIT"));
        String name = waiting(company);

        as(SECOND)
                .body(Map.of("publisherId", publisher))
                .post("/v1/unresolved-names/" + name + "/resolution")
                .then()
                .statusCode(200)
                .body("publisherId", equalTo(publisher))
                .body("notices", contains(fourth));

        String measure = status(publisher)
                .body("standing", equalTo("UNDER_GUIDANCE"))
                .extract()
                .path("measures[0].id");
        // Neither who recorded the notice nor who resolved the name confirms what followed from both.
        post(FIRST, "/v1/measures/" + measure + "/confirmation").statusCode(409);
        post(SECOND, "/v1/measures/" + measure + "/confirmation").statusCode(409);
        post("officer-3", "/v1/measures/" + measure + "/confirmation").statusCode(200);
        // From now on the name means this publisher, and no longer waits.
        record(batch("2026-03-05T02:00:00Z", entry("another app", company)))
                .body("entries[0].publisherId", equalTo(publisher));
        as(FIRST).queryParam("limit", 200).get("/v1/unresolved-names").then().body("items.id", not(hasItem(name)));
    }

    @Test
    void doesNotResolveANameTwice() {
        String company = "丙有限公司" + publisher;
        record(batch("2026-03-01T02:00:00Z", entry("an app", company))).statusCode(201);
        String path = "/v1/unresolved-names/" + waiting(company) + "/resolution";
        as(FIRST).body(Map.of("publisherId", publisher)).post(path).then().statusCode(200);

        as(FIRST).body(Map.of("publisherId", publisher)).post(path).then().statusCode(200);
        as(FIRST)
                .body(Map.of("publisherId", CreditCodes.fresh()))
                .post(path)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        history(publisher).body("items", hasSize(1)).body("items[0].cause.type", equalTo("NAME_RESOLVED"));
    }

    @Test
    void resolvesWaitingNamesWhenTheirPublisherIsRegistered() {
        String company = "丁有限公司" + publisher;
        for (int i = 1; i <= 4; i++) {
            record(batch("2026-03-0" + i + "T02:00:00Z", entry("an app", company)))
                    .statusCode(201);
        }
        status(publisher).body("standing", equalTo("UNVERIFIED")).body("strikes.count", equalTo(0));

        register(publisher, company, List.of()).statusCode(201);

        status(publisher)
                .body("standing", equalTo("UNDER_GUIDANCE"))
                .body("strikes.count", equalTo(4))
                .body("effect.NEW_LISTING", equalTo("HOLD_FOR_TEST"));
        history(publisher)
                .body("items.standing", contains("CLEAR", "UNDER_GUIDANCE"))
                .body("items.cause.type", contains("PUBLISHER_REGISTERED", "PUBLISHER_AMENDED"));
    }

    @Test
    void isWithdrawnByTwoOfficersAndRecountedButLiftsNothing() {
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
        List<String> ids = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> record(batch("2026-03-0" + i + "T02:00:00Z", entryOf(publisher)))
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .toList();
        String path = "/v1/notices/" + ids.get(1) + "/withdrawal";

        post(FIRST, path, "published in error").statusCode(202).body("proposedBy", equalTo(FIRST));
        post(FIRST, path, "published in error")
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        status(publisher).body("strikes.count", equalTo(4));
        post(SECOND, path, "published in error")
                .statusCode(200)
                .body("withdrawal.proposedBy", equalTo(FIRST))
                .body("withdrawal.by", equalTo(SECOND));

        status(publisher)
                .body("strikes.count", equalTo(3))
                .body("strikes.notices", not(hasItem(ids.get(1))))
                .body("standing", equalTo("UNDER_GUIDANCE"));
        post(SECOND, path, "again").statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        history(publisher).body("items[-1].cause.id", equalTo(ids.get(1)));
    }

    @Test
    void imposesByTheCountOfItsOwnYear() {
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
        for (int i = 1; i <= 3; i++) {
            record(batch("2024-12-0" + i + "T02:00:00Z", entryOf(publisher))).statusCode(201);
        }
        record(batch("2025-01-01T02:00:00Z", entryOf(publisher))).statusCode(201);
        status(publisher).body("measures", empty());

        // The last minute of 2024 in Shanghai.
        record(batch("2024-12-31T15:59:00Z", entryOf(publisher))).statusCode(201);

        status(publisher).body("standing", equalTo("UNDER_GUIDANCE")).body("strikes.count", equalTo(0));
    }

    @Test
    void imposesAgainAfterALiftingWhenAnotherNoticeFollows() {
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
        for (int i = 1; i <= 4; i++) {
            record(batch("2026-03-0" + i + "T02:00:00Z", entryOf(publisher))).statusCode(201);
        }
        String measure = status(publisher).extract().path("measures[0].id");
        post(FIRST, "/v1/measures/" + measure + "/lifting", "rectified").statusCode(202);
        post(SECOND, "/v1/measures/" + measure + "/lifting", "rectified").statusCode(200);
        status(publisher).body("standing", equalTo("AT_LIMIT")).body("strikes.count", equalTo(4));

        record(batch("2026-03-05T02:00:00Z", entryOf(publisher))).statusCode(201);

        status(publisher).body("standing", equalTo("UNDER_GUIDANCE")).body("measures[0].id", not(equalTo(measure)));
    }

    @Test
    void isReadByItsIdAndListedInPages() {
        String id = record(batch("2026-03-01T02:00:00Z", entryOf(publisher)))
                .extract()
                .path("id");
        String other = record(batch("2026-03-01T02:00:00Z", entryOf(publisher)))
                .extract()
                .path("id");

        as(FIRST)
                .get("/v1/notices/" + id)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("entries[0].problems", contains("PI_COLLECT_EXCESS"))
                .body("recordedBy", equalTo(FIRST));
        ValidatableResponse page =
                as(FIRST).queryParam("limit", 1).get("/v1/notices").then();
        page.statusCode(200).body("items", hasSize(1)).body("nextCursor", notNullValue());
        List<String> listed = new ArrayList<>(page.extract().<List<String>>path("items.id"));
        while (page.extract().path("nextCursor") != null) {
            page = as(FIRST)
                    .queryParam("limit", 200)
                    .queryParam("cursor", page.extract().<String>path("nextCursor"))
                    .get("/v1/notices")
                    .then()
                    .statusCode(200);
            listed.addAll(page.extract().<List<String>>path("items.id"));
        }
        assertThat(listed).contains(id, other).doesNotHaveDuplicates();
        as(FIRST).get("/v1/notices/MIIT-1999-1").then().statusCode(404);
    }

    @Test
    void holdsTwoThousandEntries() {
        List<String> publishers = Stream.generate(CreditCodes::fresh).limit(200).toList();
        Object[] entries = IntStream.range(0, 2_000)
                .mapToObj(i -> entryOf(publishers.get(i % 200)))
                .toArray();

        record(batch("2026-03-01T02:00:00Z", entries)).statusCode(201).body("entryCount", equalTo(2_000));

        status(publishers.get(199)).body("strikes.count", equalTo(1));
    }

    @Test
    void warnsOfACheckCharacterThatIsNotTheComputedOne() {
        String wrong = publisher.substring(0, 17) + (publisher.endsWith("0") ? "1" : "0");

        record(batch("2026-03-01T02:00:00Z", entryOf(wrong)))
                .statusCode(201)
                .body("warnings.code", hasItems("CHECK_CHARACTER"))
                .body("warnings.pointer", containsInAnyOrder("/entries/0/publisherId"));
    }

    private static String waiting(String company) {
        String cursor = "";
        while (true) {
            ValidatableResponse page = as(FIRST)
                    .queryParam("limit", 200)
                    .queryParam("cursor", cursor)
                    .get("/v1/unresolved-names")
                    .then()
                    .statusCode(200);
            String id = page.extract().path("items.find { it.name == '" + company + "' }?.id");
            if (id != null) {
                return id;
            }
            cursor = page.extract().path("nextCursor");
            page.body("nextCursor", notNullValue());
        }
    }
}
