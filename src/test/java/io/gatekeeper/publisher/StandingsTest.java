package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.impose;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.gatekeeper.testing.CreditCodes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The race that matters, from the side of the standing. */
@QuarkusTest
class StandingsTest {

    @Inject
    Standings standings;

    @Inject
    ImposeMeasure imposing;

    @Inject
    KeepReviewWindows windows;

    @Inject
    AgroalDataSource database;

    @Inject
    Clock clock;

    private final CreditCode publisher = new CreditCode(CreditCodes.fresh());
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stopTheThreads() {
        threads.shutdownNow();
    }

    @Test
    void givesARowToAPublisherNobodyHasHeardOf() {
        EnforcedStanding enforced = QuarkusTransaction.requiringNew().call(this::lockShared);

        assertThat(enforced.registered()).isFalse();
        assertThat(enforced.statusVersion()).isZero();
        assertThat(enforced.policy()).isPresent();
        status(publisher.value()).body("statusVersion", equalTo(0));
    }

    @Test
    void demandsATransaction() {
        assertThatThrownBy(this::lockShared).hasStackTraceContaining("transaction");
    }

    @Test
    void aMeasureWaitsForADecisionUnderWay() throws Exception {
        register(publisher.value(), "a company " + publisher, List.of()).statusCode(201);
        CountDownLatch decide = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        Future<EnforcedStanding> decision =
                threads.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                    EnforcedStanding enforced = lockShared();
                    locked.countDown();
                    decide.await();
                    return enforced;
                }));
        locked.await();

        Future<?> measure =
                threads.submit(() -> impose(publisher.value(), "LISTING_BAN").statusCode(201));
        awaitSomebodyWaitingForALock();

        assertThat(measure).isNotDone();
        decide.countDown();
        assertThat(decision.get(10, TimeUnit.SECONDS).ban()).isEmpty();
        measure.get(10, TimeUnit.SECONDS);
        assertThat(QuarkusTransaction.requiringNew().call(this::lockShared).ban())
                .isPresent();
    }

    @Test
    void aDecisionThatWaitedForAMeasureSeesIt() throws Exception {
        register(publisher.value(), "a company " + publisher, List.of()).statusCode(201);
        CountDownLatch commit = new CountDownLatch(1);
        CountDownLatch imposed = new CountDownLatch(1);
        Future<?> measure =
                threads.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                    imposing.impose(
                            new MeasureOrder(
                                    publisher.value(),
                                    MeasureType.TRANSITIONAL_GUIDANCE,
                                    MeasureRow.Channel.PHONE,
                                    "an order",
                                    "a reason"),
                            "officer-1");
                    imposed.countDown();
                    commit.await();
                    return null;
                }));
        imposed.await();

        Future<EnforcedStanding> decision =
                threads.submit(() -> QuarkusTransaction.requiringNew().call(this::lockShared));
        awaitSomebodyWaitingForALock();
        commit.countDown();

        EnforcedStanding enforced = decision.get(10, TimeUnit.SECONDS);
        assertThat(enforced.guidance()).isPresent();
        assertThat(enforced.statusVersion()).isEqualTo(2);
        measure.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aReviewWindowWaitsForADecisionUnderWay() throws Exception {
        ReviewWindowView window = windows.record(
                new ReviewWindowBody(
                        clock.instant(),
                        clock.instant().plusSeconds(3600),
                        Set.of(ReleaseKind.NEW_LISTING),
                        "a reason"),
                "officer-1");
        CountDownLatch decide = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        Future<EnforcedStanding> decision =
                threads.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                    EnforcedStanding enforced = lockShared();
                    locked.countDown();
                    decide.await();
                    return enforced;
                }));
        locked.await();

        Future<?> confirmation = threads.submit(() -> windows.confirm(window.id(), "officer-2"));
        awaitSomebodyWaitingForALock();

        assertThat(confirmation).isNotDone();
        decide.countDown();
        assertThat(decision.get(10, TimeUnit.SECONDS).windows()).isEmpty();
        confirmation.get(10, TimeUnit.SECONDS);
        try {
            assertThat(QuarkusTransaction.requiringNew().call(this::lockShared).windows())
                    .hasSize(1);
        } finally {
            windows.end(window.id(), "the test is over", "officer-1");
            windows.end(window.id(), "the test is over", "officer-2");
        }
        assertThat(QuarkusTransaction.requiringNew().call(this::lockShared).windows())
                .isEmpty();
    }

    @Test
    void aChangeOfTheRegimeThatIsRolledBackLeavesNoTrace() {
        ReviewWindowView window = windows.record(
                new ReviewWindowBody(
                        clock.instant(),
                        clock.instant().plusSeconds(3600),
                        Set.of(ReleaseKind.NEW_LISTING),
                        "a reason"),
                "officer-1");

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    windows.confirm(window.id(), "officer-2");
                    assertThat(lockShared().windows()).hasSize(1);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessageContaining("on purpose");

        assertThat(QuarkusTransaction.requiringNew().call(this::lockShared).windows())
                .isEmpty();
    }

    /** What the code never does, and the database would not let it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE publisher SET status_version = status_version - 1, changed_at = NULL WHERE credit_code = '%s'",
                "UPDATE publisher SET ban_measure_id = NULL WHERE credit_code = '%s'",
                "UPDATE publisher SET ban_measure_id = NULL, status_version = status_version + 1 WHERE credit_code = '%s';"
                        + " UPDATE measure SET escalated_at = now() WHERE publisher_id = '%s'",
                "DELETE FROM publisher WHERE credit_code = '%s'",
                "UPDATE measure SET reason = 'another' WHERE publisher_id = '%s'",
                "UPDATE measure SET confirmed_at = now(), confirmed_by = imposed_by WHERE publisher_id = '%s'",
                "UPDATE measure SET ended_as = 'LIFTED', ended_at = now(), ended_by = 'x', end_proposed_by = 'x',"
                        + " end_reason = 'r' WHERE publisher_id = '%s'",
                "UPDATE measure SET ended_as = 'LIFTED', ended_at = now(), ended_by = 'x', end_proposed_by = 'y',"
                        + " end_reason = 'r' WHERE publisher_id = '%s'",
                "DELETE FROM measure WHERE publisher_id = '%s'",
                "UPDATE standing_change SET standing = 'CLEAR' WHERE publisher_id = '%s'",
                "DELETE FROM standing_change WHERE publisher_id = '%s'",
                "UPDATE regime SET version = version + 1",
                "DELETE FROM regime",
                "UPDATE policy SET document = '{}'",
            })
    void theDatabaseRepeatsTheLaw(String statement) throws SQLException {
        impose(publisher.value(), "LISTING_BAN").statusCode(201);

        try (Connection connection = database.getConnection();
                Statement breach = connection.createStatement()) {
            assertThatThrownBy(() -> breach.execute(statement.replace("%s", publisher.value())))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
        }
    }

    private EnforcedStanding lockShared() {
        return standings.lockShared(publisher, clock.instant());
    }

    private void awaitSomebodyWaitingForALock() {
        await().atMost(10, TimeUnit.SECONDS).until(() -> {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet waiting =
                            statement.executeQuery("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")) {
                return waiting.next() && waiting.getBoolean(1);
            }
        });
    }
}
