package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database looks at all rows of a statement at once, and refuses what it refused of each. */
@QuarkusTest
class LawOfSetsTest {

    private static final String OUTDATED = "40001";
    private static final String ORPHAN = "23503";

    private final Gate platform = Gate.as(Tokens.platform());

    @Inject
    DataSource database;

    private String publisher;
    private String first;
    private String second;

    @BeforeEach
    void twoReleasesArePublished() {
        publisher = registeredPublisher();
        first = submitted(publisher);
        second = submitted(registeredPublisher());
    }

    @Test
    void takesASetOfDecisionsOnPresentStandings() throws SQLException {
        assertThat(changed(decisions("d.status_version", "d.regime_version"))).isEqualTo(2);
    }

    @Test
    void refusesASetOfDecisionsOfWhichOnePublishesOnAnOutdatedStanding() {
        Gate.imposeGuidance(publisher);
        assertRefused(OUTDATED, decisions("d.status_version", "d.regime_version"));
    }

    @ParameterizedTest
    @CsvSource({
        "d.status_version + 1, d.regime_version",
        "d.status_version - 1, d.regime_version",
        "d.status_version, d.regime_version + 1",
        "d.status_version, d.regime_version - 1"
    })
    void refusesAPublishOnAnyOtherVersion(String statusVersion, String regimeVersion) {
        assertRefused(OUTDATED, decisions(statusVersion, regimeVersion));
    }

    @Test
    void refusesAPublishThatHadToWaitForAMeasure() throws Exception {
        try (Connection officer = database.getConnection();
                Statement measure = officer.createStatement()) {
            officer.setAutoCommit(false);
            measure.execute("UPDATE publisher SET status_version = status_version + 1, changed_at = now()"
                    + " WHERE credit_code = '" + publisher + "'");
            CompletableFuture<Integer> publish = CompletableFuture.supplyAsync(() -> {
                try {
                    return changed(decisions("d.status_version", "d.regime_version"));
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState(), e);
                }
            });
            await().atMost(Duration.ofSeconds(10)).until(this::somebodyWaitsForALock);
            officer.commit();
            assertThatThrownBy(() -> publish.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining(OUTDATED);
        }
    }

    @Test
    void refusesADecisionOrAKeyWithoutItsRequest() {
        assertRefused(ORPHAN, """
                INSERT INTO decision SELECT (jsonb_populate_record(d, '{"release_request_id": "%s", "outcome": "HOLD"}')).*
                  FROM decision d WHERE d.release_request_id = '%s' AND d.sequence = 1
                """.formatted(UUID.randomUUID(), first));
        assertRefused(ORPHAN, """
                INSERT INTO idempotency_key VALUES ('a store', 'a key', 'digest', '%s', true, now())
                """.formatted(UUID.randomUUID()));
    }

    @Test
    void refusesARequestWithoutItsPublisher() {
        assertRefused(ORPHAN, copied("\"publisher_id\": \"" + Codes.creditCode() + "\""));
    }

    @Test
    void refusesTheSameReleaseTwice() {
        assertRefused("23505", copied("\"filing\": 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"platform_id\": \"another store\"",
                "\"package_name\": \"com.example.other\"",
                "\"os\": \"IOS\"",
                "\"version_code\": 4711",
                "\"version_name\": \"another\"",
                "\"version_name\": \"a\\\\b|1:ü\"",
                "\"sha256\": \"00000000000000000000000000000000000000000000000000000000000000ff\""
            })
    void tellsReleasesApartByEachOfTheirFields(String other) throws SQLException {
        assertThat(changed(copied(other))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000000000000000000000000000000000000000000000000000f",
                "00000000000000000000000000000000000000000000000000000000000000fff",
                "00000000000000000000000000000000000000000000000000000000000000fg",
                "g00000000000000000000000000000000000000000000000000000000000000f",
                "000000000000000000000000000000 000000000000000000000000000000fff",
                "00000000000000000000000000000000000000000000000000000000000000FF"
            })
    void refusesWhatIsNoDigest(String text) {
        assertRefused("23514", copied("\"sha256\": \"" + text + "\""));
    }

    private String submitted(String by) {
        return platform.submit(submission(by, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
    }

    /** Another decision of the first, with these versions, and one of the second, with its own. */
    private String decisions(String statusVersion, String regimeVersion) {
        return """
                INSERT INTO decision (release_request_id, sequence, publisher_id, outcome, decided_at, policy_version,
                                      status_version, regime_version, document)
                SELECT d.release_request_id, 99, d.publisher_id, d.outcome, d.decided_at, d.policy_version, %s, %s, d.document
                  FROM decision d WHERE d.release_request_id = '%s' AND d.sequence = 1
                 UNION ALL
                SELECT d.release_request_id, 99, d.publisher_id, d.outcome, d.decided_at, d.policy_version, d.status_version,
                       d.regime_version, d.document
                  FROM decision d WHERE d.release_request_id = '%s' AND d.sequence = 1
                """.formatted(statusVersion, regimeVersion, first, second);
    }

    /** The first request once more, but for its id and a field. */
    private String copied(String field) {
        return """
                INSERT INTO release_request SELECT (jsonb_populate_record(r, '{"id": "%s", %s}')).*
                  FROM release_request r WHERE r.id = '%s'
                """.formatted(UUID.randomUUID(), field, first);
    }

    private void assertRefused(String state, String sql) {
        assertThatThrownBy(() -> changed(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    /** How many rows it writes; nothing of it stays. */
    private int changed(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                return statement.executeUpdate(sql);
            } finally {
                connection.rollback();
            }
        }
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet waiting = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO decision%'")) {
            waiting.next();
            return waiting.getInt(1) > 0;
        }
    }
}
