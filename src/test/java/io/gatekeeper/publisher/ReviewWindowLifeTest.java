package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.SECOND;
import static io.gatekeeper.publisher.RegimeCalls.as;
import static io.gatekeeper.publisher.RegimeCalls.post;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.CreditCodes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReviewWindowLifeTest {

    private static final Instant NOW = Instant.parse("2021-11-24T07:00:00Z");

    @Inject
    LocalClock clock;

    @Inject
    Standings standings;

    private final String publisher = CreditCodes.fresh();
    private String window;

    @BeforeEach
    void aRecordedWindow() {
        clock.freeze(NOW);
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
        window = as(FIRST)
                .body(Map.of(
                        "from", "2021-11-23T16:00:00Z",
                        "to", "2021-12-31T16:00:00Z",
                        "kinds", List.of("VERSION_UPDATE"),
                        "reason", "reported, unconfirmed"))
                .post("/v1/review-windows")
                .then()
                .statusCode(201)
                .body("state", equalTo("RECORDED"))
                .extract()
                .path("id");
    }

    /** A window concerns every publisher, so none may outlive its test. */
    @AfterEach
    void endTheWindow() {
        post(FIRST, path("ending"), "the test is over");
        post(SECOND, path("ending"), "the test is over");
        clock.reset();
        assertThat(enforced(Instant.parse("2021-12-01T00:00:00Z")).windows()).isEmpty();
    }

    @Test
    void neverEnforcesBeforeASecondOfficerConfirmsIt() {
        long before = enforced(NOW).regimeVersion();

        post(FIRST, path("confirmation"))
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        post(FIRST, path("ending"), "a rumour").statusCode(409);

        assertThat(enforced(NOW).windows()).isEmpty();
        assertThat(enforced(NOW).regimeVersion()).isEqualTo(before);
        status(publisher).body("windows", empty()).body("effect.VERSION_UPDATE", equalTo("PUBLISH"));
    }

    @Test
    void sendsEverybodyToATestOnceConfirmedAndUntilItsEnd() {
        long before = enforced(NOW).regimeVersion();
        post(SECOND, path("confirmation")).statusCode(200).body("state", equalTo("CONFIRMED"));

        EnforcedStanding enforced = enforced(NOW);
        assertThat(enforced.regimeVersion()).isEqualTo(before + 1);
        assertThat(enforced.windows()).singleElement().satisfies(w -> {
            assertThat(w.id()).hasToString(window);
            assertThat(w.kinds()).containsExactly(ReleaseKind.VERSION_UPDATE);
        });
        assertThat(enforced.changesAt()).contains(Instant.parse("2021-12-31T16:00:00Z"));
        assertThat(enforced(Instant.parse("2021-11-01T00:00:00Z")).changesAt())
                .contains(Instant.parse("2021-11-23T16:00:00Z"));
        status(publisher)
                .body("windows.id", hasItem(window))
                .body("standing", equalTo("CLEAR"))
                .body("effect.VERSION_UPDATE", equalTo("HOLD_FOR_TEST"))
                .body("effect.NEW_LISTING", equalTo("PUBLISH"));

        post(SECOND, path("ending"), "over early").statusCode(202);
        post(SECOND, path("ending"), "over early").statusCode(409);
        post(FIRST, path("ending"), "over early").statusCode(200).body("state", equalTo("ENDED"));

        assertThat(enforced(NOW).windows()).isEmpty();
        status(publisher).body("effect.VERSION_UPDATE", equalTo("PUBLISH"));
        post(FIRST, path("confirmation")).statusCode(409);
    }

    @Test
    void isListedAndRead() {
        as(FIRST)
                .queryParam("limit", 200)
                .get("/v1/review-windows")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(window));
        as(FIRST).get("/v1/review-windows/" + window).then().statusCode(200).body("recordedBy", equalTo(FIRST));
    }

    private EnforcedStanding enforced(Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> standings.lockShared(new CreditCode(publisher), at));
    }

    private String path(String call) {
        return "/v1/review-windows/" + window + "/" + call;
    }
}
