package io.gatekeeper.reconciliation;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.release.AskAgain;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is broken by SQL, as no use case breaks it, is found; and found only when it is seen twice. */
@QuarkusTest
class PeriodicCheckTest {

    private final Gate platform = Gate.as(Tokens.platform());

    @Inject
    PeriodicCheck check;

    @Inject
    AskAgain askAgain;

    @Inject
    Session database;

    @Inject
    Scheduler scheduler;

    @BeforeEach
    void leaveWhatIsBrokenAsItIs() {
        scheduler.pause();
    }

    @AfterEach
    void sweepAgain() {
        scheduler.resume();
    }

    @Test
    void findsAHeldRequestWhoseTestWasNeverOpenedAndAsksForItAgain() throws SQLException {
        // Held for another reason, so that no event asks for a test: as if it had been lost.
        String id = submitted(Codes.creditCode());
        execute(
                "UPDATE release_request SET test_requested_policy = (SELECT max(version) FROM policy),"
                        + " test_requested_at = now() - interval '1 hour' WHERE id = :id",
                id);

        check.look();
        assertThat(check.disagreeing(Kind.TEST_NOT_OPENED)).doesNotContain(id);
        check.look();
        assertThat(check.disagreeing(Kind.TEST_NOT_OPENED)).contains(id);

        assertThat(askAgain.ask(UUID.fromString(id))).isTrue();
        Awaitility.await("the test")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.read(id).path("test.state") != null);
        check.look();
        assertThat(check.disagreeing(Kind.TEST_NOT_OPENED)).doesNotContain(id);
    }

    @Test
    void findsARequestWithoutTheDecisionItRestsOn() throws SQLException {
        String id = submitted(registeredPublisher());
        execute(
                "UPDATE release_request SET decision_sequence = 2, submitted_at = now() - interval '1 hour' WHERE id = :id",
                id);
        try {
            lookTwice();
            assertThat(check.disagreeing(Kind.DECISION_MISSING)).contains(id);
        } finally {
            execute("UPDATE release_request SET decision_sequence = 1 WHERE id = :id", id);
        }
        check.look();
        assertThat(check.disagreeing(Kind.DECISION_MISSING)).doesNotContain(id);
    }

    @Test
    void findsATestThatNobodyNeeds() throws SQLException {
        String test = UUID.randomUUID().toString();
        execute("""
                INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                                            size_bytes, policy_version, state, opened_at, due_at, version)
                VALUES (:id, '9144030071526726XG', 'com.example.unneeded', 'ANDROID', repeat('ab', 32), 'x', '1', 1, 1, '2021-1',
                        'QUEUED', now() - interval '1 hour', now() + interval '7 days', 1)
                """, test);
        try {
            lookTwice();
            assertThat(check.disagreeing(Kind.TEST_NOT_NEEDED)).contains(test);
        } finally {
            execute("""
                    UPDATE technical_test SET state = 'CANCELLED', cancelled_at = now(), cancel_cause = 'the end of its test'
                     WHERE id = :id
                    """, test);
        }
    }

    @Test
    void findsAPublisherWhoseRequestsWereNotDecidedAgain() throws SQLException {
        String publisher = registeredPublisher();
        String id = submitted(publisher);
        execute("UPDATE release_request SET checked_status_version = checked_status_version - 1 WHERE id = :id", id);
        execute("""
                UPDATE publisher SET changed_at = now() - interval '1 hour'
                 WHERE credit_code = (SELECT publisher_id FROM release_request WHERE id = :id)
                """, id);

        lookTwice();
        assertThat(check.disagreeing(Kind.STANDING_OUTDATED)).contains(publisher);

        // The read itself decides again.
        assertThat(platform.read(id).<String>path("state")).isEqualTo("CLEARED");
        check.look();
        assertThat(check.disagreeing(Kind.STANDING_OUTDATED)).doesNotContain(publisher);
    }

    @Test
    void findsARequestThatTimeHasOvertaken() throws SQLException {
        String id = submitted(registeredPublisher());
        execute("UPDATE release_request SET valid_until = now() - interval '1 hour' WHERE id = :id", id);

        lookTwice();

        assertThat(check.disagreeing(Kind.REGIME_OUTDATED)).contains(id);
    }

    @Test
    void findsNothingWrongWithAnOrdinaryHold() throws SQLException {
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);
        String id = submitted(publisher);
        Awaitility.await("the test")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.read(id).path("test.state") != null);
        String test = platform.read(id).path("test.id");
        // Long ago, for the check; nothing else.
        execute("UPDATE release_request SET test_requested_at = now() - interval '1 hour' WHERE id = :id", id);

        lookTwice();

        for (Kind kind : Kind.values()) {
            assertThat(check.disagreeing(kind)).as(kind.title()).doesNotContain(id, test, publisher);
        }
    }

    private void lookTwice() throws SQLException {
        check.look();
        check.look();
    }

    private String submitted(String publisher) {
        return platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void execute(String sql, String id) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeMutationQuery(sql)
                        .setParameter("id", UUID.fromString(id))
                        .executeUpdate());
    }
}
