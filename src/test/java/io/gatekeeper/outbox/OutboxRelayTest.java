package io.gatekeeper.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the relay promises however fast it is: every row, in the order of its key, and gone only then. */
@QuarkusTest
class OutboxRelayTest {

    /** Several batches, and some of the rows in the one after. */
    private static final int MANY = 9_500;

    private static final int KEYS = 50;

    private static final String DATA = """
            {"releaseRequestId":"%s","platformId":"huawei-appgallery","publisherId":"9144030071526726XG","sequence":%d,
             "outcome":"HOLD","state":"HELD","reasons":[{"code":"PUBLISHER_UNDER_GUIDANCE","recourse":"WAIT"}],
             "nextAction":{"by":"REGULATOR","what":"RESOLVE_OVERDUE_TEST","dueAt":"2021-12-01T07:00:00Z"},"policyVersion":"2021-1",
             "statusVersion":2,"decidedAt":"2021-11-24T07:00:00Z"}""";

    @Inject
    DataSource database;

    @Inject
    Outbox outbox;

    @Test
    void sendsManyBatchesInTheOrderOfTheirKeys() throws SQLException {
        List<String> keys = IntStream.range(0, KEYS)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(IntStream.range(0, MANY)
                        .mapToObj(i -> event(keys.get(i % KEYS), i / KEYS + 1))
                        .toList()));

        List<Told> told = awaitTold(Set.copyOf(keys), MANY);

        for (String key : keys) {
            assertThat(told.stream().filter(event -> event.key().equals(key)).map(OutboxRelayTest::sequence))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, MANY / KEYS).boxed().toList());
        }
        Awaitility.await("the rows are gone").atMost(Duration.ofSeconds(10)).until(() -> standing(keys) == 0);
    }

    @Test
    void keepsTheOrderOfAKeyAcrossAppends() {
        String key = UUID.randomUUID().toString();
        for (int sequence = 1; sequence <= 20; sequence++) {
            Event event = event(key, sequence);
            QuarkusTransaction.requiringNew().run(() -> outbox.append(event));
        }

        assertThat(awaitTold(Set.of(key), 20).stream().map(OutboxRelayTest::sequence))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    /** Replicas of the version before append one event to a row, in columns, while a rollout is under way. */
    @Test
    void sendsEventsInColumnsAndInSetsInOneOrder() throws SQLException {
        String key = UUID.randomUUID().toString();
        try (Connection connection = database.getConnection()) {
            for (int sequence = 1; sequence <= 20; sequence += 2) {
                append(connection, key, sequence);
                Event event = event(key, sequence + 1);
                QuarkusTransaction.requiringNew().run(() -> outbox.append(event));
            }
        }

        assertThat(awaitTold(Set.of(key), 20).stream().map(OutboxRelayTest::sequence))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void countsWaitingEventsAndNotRows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM outbox");
            statement.execute("INSERT INTO outbox (size, events) VALUES (7, 'x'), (3, 'y')");

            assertThat(OutboxBacklog.now(connection).waiting()).isEqualTo(10);

            statement.execute("INSERT INTO outbox (size, events) SELECT 5, 'z' FROM generate_series(1, 5000)");
            assertThat(OutboxBacklog.now(connection).waiting())
                    .as("of so many an estimate")
                    .isCloseTo(25_010, Percentage.withPercentage(2));

            connection.rollback();
        }
    }

    @Test
    void passesOverNoRowThatBecomesVisibleBehindItsSuccessors() throws SQLException {
        String late = UUID.randomUUID().toString();
        String early = UUID.randomUUID().toString();
        try (Connection slow = database.getConnection();
                Connection quick = database.getConnection()) {
            slow.setAutoCommit(false);
            append(slow, late, 1);
            append(quick, early, 1);
            awaitTold(Set.of(early), 1);
            assertThat(read(Set.of(late))).isEmpty();

            slow.commit();
        }

        assertThat(awaitTold(Set.of(late), 1)).hasSize(1);
    }

    @Test
    void passesOverNoRowWhoseTransactionOutlivesManyRounds() throws Exception {
        String late = UUID.randomUUID().toString();
        try (Connection slow = database.getConnection();
                Connection quick = database.getConnection()) {
            slow.setAutoCommit(false);
            append(slow, late, 1);
            // Long enough for the relay to look where its floor could be, several times.
            for (int i = 0; i < 6; i++) {
                String early = UUID.randomUUID().toString();
                append(quick, early, 1);
                awaitTold(Set.of(early), 1);
                Thread.sleep(60);
            }
            assertThat(read(Set.of(late))).isEmpty();

            slow.commit();
        }

        assertThat(awaitTold(Set.of(late), 1)).hasSize(1);
    }

    @Test
    void beginsToLookBehindWhatEveryTransactionHasLeft() throws Exception {
        try (Connection connection = database.getConnection();
                Floor floor = new Floor(connection)) {
            append(connection, UUID.randomUUID().toString(), 1);
            floor.leftBehind();
            assertThat(floor.position()).isEqualTo(Long.MIN_VALUE);

            long settled = Awaitility.await("a mark that every transaction before it has left")
                    .atMost(Duration.ofSeconds(10))
                    .until(floor::settled, mark -> mark > 0);
            floor.rise(settled);

            assertThat(floor.position()).isEqualTo(settled);
        }
    }

    @Test
    void doesNotRiseWhileSomebodyMayStillCommitBelow() throws Exception {
        try (Connection slow = database.getConnection();
                Connection connection = database.getConnection();
                Floor floor = new Floor(connection)) {
            slow.setAutoCommit(false);
            append(slow, UUID.randomUUID().toString(), 1);
            floor.leftBehind();

            for (int i = 0; i < 5; i++) {
                Thread.sleep(60);
                assertThat(floor.settled()).isEqualTo(Long.MIN_VALUE);
            }
            slow.commit();

            Awaitility.await("the floor may rise")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> floor.settled() > 0);
        }
    }

    @Test
    void writesEveryAttributeAsCloudEventsSays() {
        String key = UUID.randomUUID().toString();
        QuarkusTransaction.requiringNew().run(() -> outbox.append(event(key, 1)));

        assertTold(key);
    }

    @Test
    void writesTheSameOfAnEventInColumns() throws SQLException {
        String key = UUID.randomUUID().toString();
        try (Connection connection = database.getConnection()) {
            append(connection, key, 1);
        }

        assertTold(key);
    }

    private static void assertTold(String key) {
        Told told = awaitTold(Set.of(key), 1).get(0);

        assertThat(told.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_source", "urn:gatekeeper")
                .containsEntry("ce_type", "gatekeeper.release-decision.made.v1")
                .containsEntry("ce_dataschema", "urn:gatekeeper:schema:gatekeeper.release-decision.made.v1")
                .containsEntry("ce_subject", "关于\t\\ " + key)
                .containsEntry("ce_time", "2021-11-24T07:00:00.123456Z")
                .containsEntry("ce_requestid", "call-1")
                .containsKey("ce_id");
        assertThat(told.data()).isEqualTo(data(key, 1));
    }

    private static Event event(String key, int sequence) {
        return new Event(
                Topic.RELEASE_DECISIONS,
                key,
                "gatekeeper.release-decision.made.v1",
                "关于\t\\ " + key,
                Instant.parse("2021-11-24T07:00:00.123456Z"),
                data(key, sequence),
                "call-1");
    }

    private static JsonNode data(String key, int sequence) {
        try {
            return new ObjectMapper().readTree(DATA.formatted(key, sequence));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void append(Connection connection, String key, int sequence) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox (event_id, topic, key, type, subject, occurred_at, data, request_id)
                VALUES (gen_random_uuid(), 'gatekeeper.release-decisions.v1', ?, 'gatekeeper.release-decision.made.v1',
                        ?, '2021-11-24T07:00:00.123456Z', ?, 'call-1')
                """)) {
            insert.setString(1, key);
            insert.setString(2, "关于\t\\ " + key);
            insert.setString(3, DATA.formatted(key, sequence));
            insert.executeUpdate();
        }
    }

    private static List<Told> awaitTold(Set<String> keys, int atLeast) {
        return Awaitility.await("events on Kafka")
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(keys), told -> told.size() >= atLeast);
    }

    private static List<Told> read(Set<String> keys) {
        return Topics.read("gatekeeper.release-decisions.v1", event -> keys.contains(event.key()));
    }

    private static int sequence(Told told) {
        return told.data().get("sequence").asInt();
    }

    private int standing(List<String> keys) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(
                        "SELECT count(*) FROM outbox o"
                                + " WHERE EXISTS (SELECT 1 FROM unnest(?::text[]) k WHERE coalesce(o.events, o.key) LIKE '%' || k || '%')")) {
            count.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (ResultSet result = count.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
