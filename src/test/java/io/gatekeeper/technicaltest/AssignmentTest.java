package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Laboratories;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which laboratory gets which case: none its own affiliate's, none too many, none the same publisher's again and again. */
@QuarkusTest
class AssignmentTest {

    private static final Instant LONG_AGO = Instant.parse("1997-11-24T07:00:00Z");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    private final String publisher = Codes.creditCode();
    private final String here = "lab-" + UUID.randomUUID();
    private final String there = "lab-" + UUID.randomUUID();
    private final Calls one = new Calls(Tokens.laboratory(here));
    private final Calls other = new Calls(Tokens.laboratory(there));

    @BeforeEach
    void freeze() {
        clock.freeze(LONG_AGO);
    }

    /** Other tests have one laboratory, and its turn is always. */
    @AfterEach
    void goOn() {
        for (String laboratory : List.of(here, there)) {
            Laboratories.close(laboratory);
        }
        clock.reset();
    }

    @Test
    void hidesEveryCaseOfAnAffiliatedPublisherInWhateverWay() {
        UUID queued = opened(publisher);
        UUID held = opened(publisher);
        one.claim(held).statusCode(200);
        assertThat(queue(one)).contains(queued.toString(), held.toString());

        Laboratories.register(here, affiliatedWith(publisher)).statusCode(201);

        assertThat(queue(one)).doesNotContain(queued.toString(), held.toString());
        for (UUID hidden : List.of(queued, held)) {
            one.read(hidden).statusCode(404);
            one.claim(hidden).statusCode(404);
            one.plan(hidden).statusCode(404);
            one.find(hidden, "PI_COLLECT_EXCESS", "MINOR").statusCode(404);
            one.conclude(hidden, "PASSED").statusCode(404);
            one.as().get(Calls.PATH + hidden + "/clock").then().statusCode(404);
            one.as().get(Calls.PATH + hidden + "/screening").then().statusCode(404);
        }
        assertThat(queue(other)).contains(queued.toString());
        // What it held goes to others as soon as its claim has run out, which it cannot renew.
        clock.advance(Duration.ofHours(8));
        other.claim(held).statusCode(200);
    }

    @Test
    void showsThemAgainOnceTheAffiliationHasEnded() {
        UUID queued = opened(publisher);
        Laboratories.register(here, affiliatedWith(publisher)).statusCode(201);
        one.claim(queued).statusCode(404);

        Laboratories.register(here, Map.of("name", "Here")).statusCode(200).body("version", equalTo(2));

        one.claim(queued).statusCode(200);
        regulator()
                .get("/v1/laboratories/{id}/history", here)
                .then()
                .statusCode(200)
                .body("items.version", equalTo(List.of(2, 1)))
                .body("items[1].affiliations[0].publisherId", equalTo(publisher))
                .body("items[1].amendedBy", equalTo("officer-1"));
    }

    @Test
    void givesNoMoreThanTheCapacityEvenToClaimsAtOnce() {
        Laboratories.register(here, Map.of("name", "Here", "capacity", 2)).statusCode(201);
        List<UUID> queued =
                IntStream.range(0, 6).mapToObj(i -> opened(publisher)).toList();

        List<Integer> answers = queued.stream()
                .map(id -> CompletableFuture.supplyAsync(
                        () -> one.claim(id).extract().statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsOnly(200, 409);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(2);
        UUID refused = queued.get(answers.indexOf(409));
        one.claim(refused).statusCode(409).body("type", endsWith(":capacity-reached"));
        // A renewal takes no place, and a verdict makes one.
        UUID held = queued.get(answers.indexOf(200));
        one.claim(held).statusCode(200);
        one.conclude(held, "PASSED").statusCode(200);
        one.claim(refused).statusCode(200);
    }

    @Test
    void offersAPublishersNextCaseToOthersFirst() {
        Laboratories.register(there, Map.of("name", "There")).statusCode(201);
        UUID first = opened(publisher);
        one.claim(first).statusCode(200);
        one.conclude(first, "PASSED").statusCode(200);
        clock.advance(Duration.ofHours(1));

        UUID next = opened(publisher);

        assertThat(queue(one)).doesNotContain(next.toString());
        assertThat(queue(other)).contains(next.toString());
        one.read(next).statusCode(404);
        one.claim(next).statusCode(409).body("type", endsWith(":not-offered"));
        // Nobody waits for a turn: after some hours it is anybody's.
        clock.advance(Duration.ofHours(4));
        assertThat(queue(one)).contains(next.toString());
        one.claim(next).statusCode(200);
    }

    @Test
    void offersItAtOnceWhereTheOnlyOtherLaboratoryIsAffiliated() {
        Laboratories.register(here, Map.of("name", "Here")).statusCode(201);
        Laboratories.register(there, affiliatedWith(publisher)).statusCode(201);
        // Those of other tests.
        regulator()
                .get("/v1/laboratories")
                .then()
                .extract()
                .<List<String>>path("items.findAll { it.capacity != 0 }.laboratory")
                .stream()
                .filter(laboratory -> !laboratory.equals(here) && !laboratory.equals(there))
                .forEach(laboratory -> Laboratories.close(laboratory));
        UUID first = opened(publisher);
        one.claim(first).statusCode(200);
        one.conclude(first, "PASSED").statusCode(200);
        clock.advance(Duration.ofHours(1));

        one.claim(opened(publisher)).statusCode(200);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Laboratories.register(here, Map.of("capacity", 1)).statusCode(400).body("errors[0].pointer", equalTo("/name"));
        Laboratories.register(here, Map.of("name", "x", "capacity", -1))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/capacity"));
        Laboratories.register(here, affiliatedWith("nonsense"))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/affiliations/0/publisherId"));
        Map<String, String> twice = Map.of("publisherId", publisher, "reason", "shares");
        Laboratories.register(here, Map.of("name", "x", "affiliations", List.of(twice, twice)))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/affiliations/1/publisherId"));
        Laboratories.register("not an id", Map.of("name", "x"))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("laboratory"));
        regulator().get("/v1/laboratories/{id}", here).then().statusCode(404);
        Laboratories.register(here, Map.of("name", "x")).statusCode(201).body("capacity", nullValue());
        regulator().get("/v1/laboratories/{id}", here).then().statusCode(200).body("name", equalTo("x"));
    }

    private UUID opened(String publisherId) {
        TestSubject any = Subjects.any();
        return cases.opened(new TestSubject(publisherId, any.packageName(), any.os(), any.sha256()), clock.instant());
    }

    private static List<String> queue(Calls laboratory) {
        return laboratory
                .as()
                .get("/v1/technical-tests?limit=200&dueBefore=1998-06-01T00:00:00Z")
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }

    private static Map<String, Object> affiliatedWith(String publisher) {
        return Map.of("name", "Here", "affiliations", List.of(Map.of("publisherId", publisher, "reason", "shares")));
    }

    private static Gate regulator() {
        return Gate.as(Tokens.regulator("officer-1"));
    }
}
