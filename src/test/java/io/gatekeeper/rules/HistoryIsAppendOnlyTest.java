package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: a decision is never edited, and nothing that was recorded goes away. */
@QuarkusTest
class HistoryIsAppendOnlyTest {

    /** What appeals and expeditions refer to is not even emptied as far as a trigger of its own would ask. */
    private static final String REFERRED_TO = "0A000";

    @Inject
    DataSource database;

    @BeforeEach
    void thereIsHistory() {
        String publisher = registeredPublisher();
        Gate platform = Gate.as(Tokens.platform());
        String listed = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        platform.list(listed).then().statusCode(200);
        String file = SomeFile.of(1_000).uploadedBy(Tokens.platform()).sha256();
        platform.get("/v1/artifacts/{sha256}", file).then().statusCode(200);
        Gate.imposeGuidance(publisher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE decision SET outcome = 'PUBLISH'",
                "UPDATE decision SET document = '{}'",
                "DELETE FROM decision",
                "TRUNCATE decision",
                "UPDATE standing_change SET cause = cause",
                "DELETE FROM standing_change",
                "UPDATE policy SET document = document",
                "DELETE FROM policy",
                "DELETE FROM measure",
                "UPDATE working_calendar SET source = 'another'",
                "DELETE FROM working_calendar",
                "UPDATE artifact SET size_bytes = 1",
                "DELETE FROM artifact_upload",
                "UPDATE artifact_read SET purpose = 'another'",
                "DELETE FROM artifact_read",
                "TRUNCATE artifact_read",
                "DELETE FROM release_request",
                "TRUNCATE release_request, decision, idempotency_key",
                "UPDATE release_request SET id = gen_random_uuid()",
                "UPDATE release_request SET publisher_id = '91440300000000000X'",
                "DELETE FROM publisher",
                "UPDATE publisher SET credit_code = '91440300000000000X'",
                "UPDATE release_request SET decision_sequence = decision_sequence WHERE state = 'LISTED'",
                "UPDATE release_request SET state = 'HELD' WHERE state = 'LISTED'"
            })
    void theDatabaseRefusesToChangeWhatHappened(String change) {
        assertThatThrownBy(() -> execute(change))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isIn("23001", "23514", "P0001", REFERRED_TO));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
