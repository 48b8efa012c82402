package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * The deadlines of open cases, in a narrow table that the database keeps in step with the cases, so that to find and to
 * mark what is overdue touches no case and none of its indexes. By JDBC, because a hundred thousand may fall due in the
 * same second.
 */
@ApplicationScoped
class TestDeadlines {

    /** What is announced of a case that is due, or soon will be, and to whom it matters. */
    record Due(
            UUID testId,
            TestSubject subject,
            String policyVersion,
            TestState state,
            Instant openedAt,
            Instant dueAt,
            List<UUID> waiting) {}

    private static final String OVERDUE = """
            UPDATE test_deadline SET announced_at = ?
             WHERE test_id = ANY (ARRAY(
                   SELECT test_id FROM test_deadline
                    WHERE announced_at IS NULL AND due_at IS NOT NULL AND due_at <= ?
                    ORDER BY due_at LIMIT %d
                      FOR NO KEY UPDATE SKIP LOCKED))
            RETURNING test_id
            """;

    /** The first is told 48 hours before the case is due, as its trigger says, and the last a day before. */
    private static final String REMINDED = """
            UPDATE test_deadline
               SET remind_at = CASE WHEN due_at - interval '24 hours' > ? THEN due_at - interval '24 hours' END
             WHERE test_id = ANY (ARRAY(
                   SELECT test_id FROM test_deadline
                    WHERE announced_at IS NULL AND due_at IS NOT NULL AND remind_at <= ? AND due_at > ?
                    ORDER BY remind_at LIMIT %d
                      FOR NO KEY UPDATE SKIP LOCKED))
            RETURNING test_id
            """;

    private final Session database;

    TestDeadlines(Session database) {
        this.database = database;
    }

    /**
     * Notes of a bounded number of cases that they are overdue, passing over those somebody else is at, and returns them
     * in the order they fell due.
     *
     * <p>What is told of them is read by a statement of its own, after the deadlines are locked: an answer that was
     * committed while they were looked for is told as it is.
     *
     * @param limit stands in the statement: a plan for any limit would be one for a tenth of the table
     */
    List<Due> announce(Instant now, int limit) {
        return database.doReturningWork(connection -> {
            List<UUID> ids = mark(connection, OVERDUE.formatted(limit), now);
            return ids.isEmpty() ? List.of() : marked(connection, ids);
        });
    }

    /**
     * Notes of a bounded number of cases that a reminder is told now, and returns them. After an outage one reminder stands
     * for all that were missed, and none is told of what is overdue by now.
     */
    List<Due> remind(Instant now, int limit) {
        return database.doReturningWork(connection -> {
            List<UUID> ids = mark(connection, REMINDED.formatted(limit), now);
            return ids.isEmpty() ? List.of() : marked(connection, ids);
        });
    }

    /** @param sql whose every parameter is the present instant */
    private static List<UUID> mark(Connection connection, String sql, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int instants = (int) sql.chars().filter(letter -> letter == '?').count();
            for (int i = 1; i <= instants; i++) {
                statement.setObject(i, now.atOffset(ZoneOffset.UTC));
            }
            List<UUID> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    private static List<Due> marked(Connection connection, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT id, publisher_id, package_name, os, sha256, policy_version, state, opened_at, due_at,
                       ARRAY(SELECT r.release_request_id FROM test_request r
                              WHERE r.test_id = t.id AND r.no_longer_needed_at IS NULL
                              ORDER BY r.release_request_id)
                  FROM technical_test t WHERE id = ANY (?) ORDER BY due_at, id
                """)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            List<Due> due = new ArrayList<>(ids.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(due(row));
                }
            }
            return due;
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        return new Due(
                id,
                new TestSubject(row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                row.getString(6),
                TestState.of(row.getString(7)).orElseThrow(() -> TestRow.unknownState(id)),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                ids(row.getArray(10)));
    }

    private static List<UUID> ids(Array array) throws SQLException {
        return List.of((UUID[]) array.getArray());
    }
}
