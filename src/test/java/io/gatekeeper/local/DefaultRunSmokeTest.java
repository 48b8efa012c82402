package io.gatekeeper.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DefaultRunSmokeTest {

    @Inject
    AgroalDataSource database;

    @Inject
    Clock clock;

    @Inject
    LocalClock localClock;

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    @AfterEach
    void resetTheClock() {
        localClock.reset();
    }

    @Test
    void isHealthyOnTheManagementPortOnly() {
        given().port(Integer.getInteger("quarkus.management.port", managementPort))
                .get("/q/health")
                .then()
                .statusCode(200);
        given().auth().oauth2(Tokens.auditor()).get("/q/health").then().statusCode(404);
    }

    @Test
    void keepsWhatItAcknowledgesAndHasMigrated() throws SQLException {
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask("SELECT count(*) > 0 FROM flyway_schema_history WHERE success"))
                .isEqualTo("t");
    }

    @Test
    void createsTheTopics() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Servers.kafka().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            "gatekeeper.release-requests.v1",
                            "gatekeeper.technical-tests.v1",
                            "gatekeeper.release-decisions.v1",
                            "gatekeeper.publisher-status.v1",
                            "gatekeeper.dead-letters.v1");
        }
    }

    @Test
    void answersNobodyWithoutAValidToken() {
        given().get("/local/clock").then().statusCode(401);
        Claims officer = Claims.of(Role.REGULATOR, "miit", "officer-1");
        for (Claims wrong : new Claims[] {
            officer.withAudience("another"),
            officer.withIssuer("https://another.example"),
            officer.expiringAt(Instant.now().minusSeconds(3600))
        }) {
            given().auth().oauth2(Tokens.of(wrong)).get("/local/clock").then().statusCode(401);
        }
        given().auth().oauth2(Tokens.platform()).get("/local/clock").then().statusCode(403);
    }

    @Test
    void letsSevenDaysPassInACall() {
        given().auth()
                .oauth2(Tokens.regulator())
                .contentType(ContentType.JSON)
                .body(Map.of("now", "2021-11-24T07:00:00Z"))
                .put("/local/clock")
                .then()
                .statusCode(200)
                .body("now", startsWith("2021-11-24T07:00:"));
        given().auth()
                .oauth2(Tokens.regulator())
                .contentType(ContentType.JSON)
                .body(Map.of("by", "P7D"))
                .post("/local/clock/advance")
                .then()
                .statusCode(200)
                .body("now", startsWith("2021-12-01T07:00:"));
        assertThat(clock.instant())
                .isBetween(Instant.parse("2021-12-01T07:00:00Z"), Instant.parse("2021-12-01T07:01:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"by\":null}",
                "{\"by\":\"P9999999D\"}",
                "{\"by\":\"-P9999999D\"}",
                "{\"by\":\"PT2562047788015215H\"}",
                "{\"by\":\"a week\"}"
            })
    void refusesAStepThatLeadsNowhere(String step) {
        given().auth()
                .oauth2(Tokens.regulator())
                .contentType(ContentType.JSON)
                .body(step)
                .post("/local/clock/advance")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/by"));
    }

    private String ask(String question) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet answer = connection.createStatement().executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
