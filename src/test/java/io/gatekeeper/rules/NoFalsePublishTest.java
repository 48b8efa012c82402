package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rule 1: a PUBLISH only when every predicate was proved; what the code forgets, the database refuses. */
@QuarkusTest
class NoFalsePublishTest {

    private final Gate platform = Gate.as(Tokens.platform());

    @Inject
    DataSource database;

    @Test
    void theDatabaseRefusesAPublishOnAnOutdatedStanding() {
        String publisher = registeredPublisher();
        String id = submit(publisher);
        Gate.imposeGuidance(publisher);
        assertThatThrownBy(() -> execute("""
                        INSERT INTO decision (release_request_id, sequence, publisher_id, outcome, decided_at,
                                              policy_version, status_version, regime_version, document)
                        SELECT release_request_id, 99, publisher_id, 'PUBLISH', decided_at,
                               policy_version, status_version, regime_version, document
                          FROM decision WHERE release_request_id = '%s' AND sequence = 1
                        """.formatted(id))).hasMessageContaining("false publish guard");
    }

    @Test
    void theDatabaseRefusesAListingOnAnOutdatedStanding() {
        String publisher = registeredPublisher();
        String id = submit(publisher);
        // In one transaction with the measure, so that nobody can have noticed it yet.
        assertThatThrownBy(() -> execute(
                        "UPDATE publisher SET status_version = status_version + 1 WHERE credit_code = '" + publisher
                                + "';" + "UPDATE release_request SET state = 'LISTED', closed_at = now() WHERE id = '"
                                + id + "'"))
                .hasMessageContaining("false publish guard");
    }

    @Test
    void theDatabaseRefusesToListWhatIsHeld() {
        String id = submit(Codes.creditCode());
        assertThatThrownBy(() -> execute(
                        "UPDATE release_request SET state = 'LISTED', closed_at = now() WHERE id = '" + id + "'"))
                .hasMessageContaining("never goes from HELD to LISTED");
    }

    private String submit(String publisher) {
        return platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
