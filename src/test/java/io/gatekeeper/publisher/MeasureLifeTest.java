package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.SECOND;
import static io.gatekeeper.publisher.RegimeCalls.as;
import static io.gatekeeper.publisher.RegimeCalls.history;
import static io.gatekeeper.publisher.RegimeCalls.impose;
import static io.gatekeeper.publisher.RegimeCalls.post;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.CreditCodes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MeasureLifeTest {

    @Inject
    LocalClock clock;

    @Inject
    RegimeSweeper sweeper;

    @Inject
    MeterRegistry meters;

    private final String publisher = CreditCodes.fresh();

    @BeforeEach
    void aRegisteredPublisher() {
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void bindsFromTheMomentItIsImposed() {
        String id = impose(publisher, "LISTING_BAN")
                .statusCode(201)
                .body("state", equalTo("IN_FORCE"))
                .body("confirmed", equalTo(false))
                .body("channel", equalTo("PHONE"))
                .body("imposedBy", equalTo(FIRST))
                .extract()
                .path("id");

        status(publisher)
                .body("standing", equalTo("BARRED"))
                .body("effect.VERSION_UPDATE", equalTo("HOLD"))
                .body("effect.LISTED_VERSIONS", equalTo("UNTOUCHED"))
                .body("statusVersion", equalTo(2));
        as(FIRST)
                .queryParam("publisherId", publisher)
                .get("/v1/measures")
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
    }

    @Test
    void isInForceOnceOnly() {
        impose(publisher, "TRANSITIONAL_GUIDANCE").statusCode(201);

        impose(publisher, "TRANSITIONAL_GUIDANCE")
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:measure-in-force"));
        impose(publisher, "LISTING_BAN").statusCode(201);
    }

    @Test
    void isConfirmedByASecondOfficer() {
        String path = "/v1/measures/" + imposed("TRANSITIONAL_GUIDANCE") + "/confirmation";

        post(FIRST, path).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        post(SECOND, path).statusCode(200).body("confirmed", equalTo(true)).body("confirmedBy", equalTo(SECOND));
        post(SECOND, path).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        status(publisher).body("measures[0].confirmed", equalTo(true));
    }

    @Test
    void isLiftedByTwoOfficers() {
        String id = imposed("TRANSITIONAL_GUIDANCE");
        String path = "/v1/measures/" + id + "/lifting";

        post(SECOND, path, "all apps rectified")
                .statusCode(202)
                .body("act", equalTo("MEASURE_LIFTING"))
                .body("proposedBy", equalTo(SECOND));
        post(SECOND, path, "all apps rectified")
                .statusCode(409)
                .body("type", equalTo("urn:gatekeeper:problem:second-officer-required"));
        status(publisher).body("standing", equalTo("UNDER_GUIDANCE"));
        post(FIRST, path, "I agree")
                .statusCode(200)
                .body("state", equalTo("LIFTED"))
                .body("end.proposedBy", equalTo(SECOND))
                .body("end.by", equalTo(FIRST))
                .body("end.reason", equalTo("all apps rectified"));

        status(publisher).body("standing", equalTo("CLEAR")).body("measures", empty());
        post(FIRST, path, "again").statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        post(SECOND, "/v1/measures/" + id + "/confirmation").statusCode(409);
        history(publisher).body("items[-1].cause.type", equalTo("MEASURE_LIFTED"));
    }

    @Test
    void isRescindedByTwoOfficersAsIfItHadNeverBeen() {
        Instant imposedAt = Instant.now(clock);
        clock.freeze(imposedAt);
        String id = imposed("LISTING_BAN");
        clock.advance(Duration.ofHours(1));
        String path = "/v1/measures/" + id + "/rescission";
        post(FIRST, path, "the wrong company").statusCode(202);
        post(SECOND, path, "the wrong company").statusCode(200).body("state", equalTo("RESCINDED"));

        String meanwhile = imposedAt.plusSeconds(1800).toString();
        status(publisher, meanwhile, null).body("standing", equalTo("CLEAR"));
        status(publisher, meanwhile, meanwhile).body("standing", equalTo("BARRED"));
    }

    @Test
    void aProposalToLiftIsNoAgreementToRescind() {
        String id = imposed("LISTING_BAN");

        post(FIRST, "/v1/measures/" + id + "/lifting", "rectified").statusCode(202);
        post(SECOND, "/v1/measures/" + id + "/rescission", "never should have been")
                .statusCode(202);

        status(publisher).body("standing", equalTo("BARRED"));
    }

    @Test
    void staysInForceAndIsEscalatedOnceWhenNobodyConfirmsIt() {
        String id = imposed("TRANSITIONAL_GUIDANCE");
        sweeper.sweep();
        measure(id).body("escalatedAt", nullValue());
        double before = escalations();
        clock.advance(Duration.ofDays(1).plusSeconds(1));

        sweeper.sweep();

        String escalatedAt = measure(id)
                .body("escalatedAt", notNullValue())
                .body("state", equalTo("IN_FORCE"))
                .extract()
                .path("escalatedAt");
        status(publisher).body("standing", equalTo("UNDER_GUIDANCE"));
        assertThat(escalations()).isGreaterThan(before);
        clock.advance(Duration.ofDays(1));
        sweeper.sweep();
        measure(id).body("escalatedAt", equalTo(escalatedAt));
        post(SECOND, "/v1/measures/" + id + "/confirmation").statusCode(200);
    }

    @Test
    void isCountedByTypeAndByWhomItCameFrom() {
        double before = imposedByOfficers();
        imposed("LISTING_BAN");
        sweeper.sweep();

        assertThat(imposedByOfficers()).isEqualTo(before + 1);
        assertThat(meters.get("gatekeeper.measures.in.force")
                        .tag("type", "listing_ban")
                        .gauge()
                        .value())
                .isPositive();
    }

    private double escalations() {
        return meters.get("gatekeeper.measures.escalated").counter().count();
    }

    private double imposedByOfficers() {
        return meters
                .find("gatekeeper.measures.imposed")
                .tag("type", "listing_ban")
                .tag("by", "officer")
                .counters()
                .stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    private static ValidatableResponse measure(String id) {
        return as(FIRST).get("/v1/measures/" + id).then().statusCode(200);
    }

    private String imposed(String type) {
        return impose(publisher, type).statusCode(201).extract().path("id");
    }
}
