package io.gatekeeper.release;

import io.agroal.api.AgroalDataSource;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.http.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.Query;

/**
 * Reads release requests together with their current decision and the versions it has to be held against.
 *
 * <p>SQL and not entities: the answer has to come from one statement, so that decision and standing are of one
 * snapshot, and an entity of the session's cache could be older than either. It joins the publisher's row for the same
 * reason.
 */
@ApplicationScoped
class ReleaseSnapshots {

    /** @param now the placeholder of the present instant */
    private static String columns(String now) {
        return """
                r.id, r.platform_id, r.publisher_id, r.package_name, r.os, r.sha256, r.submission, r.submitted_at,
                r.state, r.row_version, r.closed_at, r.superseded_by, d.sequence, d.outcome, d.decided_at,
                d.policy_version, d.status_version, d.document,
                r.state IN ('HELD', 'CLEARED')
                  AND (r.expedition_id IS NOT NULL OR r.checked_status_version <> p.status_version OR r.checked_regime_version <> g.version
                       OR coalesce(r.valid_until <= %s, false)) AS stale
                """.formatted(now);
    }

    private static final String JOINS = """
              JOIN decision d ON d.release_request_id = r.id AND d.sequence = r.decision_sequence
              JOIN publisher p ON p.credit_code = r.publisher_id
             CROSS JOIN regime g
            """;

    private static final String ASKED = "SELECT " + columns("?") + ", q.n " + """
              FROM unnest(?, ?, ?) WITH ORDINALITY AS q(id, platform_id, publisher_id, n)
              JOIN release_request r ON r.id = q.id
               AND (q.platform_id IS NULL OR r.platform_id = q.platform_id)
               AND (q.publisher_id IS NULL OR r.publisher_id = q.publisher_id)
            """ + JOINS;

    private static final String LISTED =
            "SELECT " + columns(":now") + " FROM release_request r " + JOINS + " WHERE true ";

    /** One reader's question: the request with this id, if it lies within the scope. */
    record Question(UUID id, Scope scope) {}

    private final Session database;
    private final AgroalDataSource connections;

    ReleaseSnapshots(Session database, AgroalDataSource connections) {
        this.database = database;
        this.connections = connections;
    }

    Optional<ReleaseSnapshot> find(UUID id, Scope scope, Instant now) {
        return find(List.of(new Question(id, scope)), now).get(0);
    }

    /**
     * An answer to each question, in their order, with one statement.
     *
     * <p>By JDBC and without a session, because this is the hottest read of all: one statement is one round trip.
     */
    List<Optional<ReleaseSnapshot>> find(List<Question> questions, Instant now) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(ASKED)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", questions.stream().map(Question::id).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", column(questions, q -> q.scope().platformId())));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", column(questions, q -> q.scope().publisherId())));
            return answers(questions.size(), statement);
        } catch (SQLException e) {
            throw new IllegalStateException("release requests cannot be read", e);
        }
    }

    private static List<Optional<ReleaseSnapshot>> answers(int questions, PreparedStatement statement)
            throws SQLException {
        List<Optional<ReleaseSnapshot>> answers = new ArrayList<>(Collections.nCopies(questions, Optional.empty()));
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                answers.set(row.getInt(20) - 1, Optional.of(snapshot(row)));
            }
        }
        return answers;
    }

    private static ReleaseSnapshot snapshot(ResultSet row) throws SQLException {
        return new ReleaseSnapshot(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                StoredText.of(row.getBytes(7)),
                instant(row, 8),
                ReleaseState.valueOf(row.getString(9)),
                row.getInt(10),
                instant(row, 11),
                row.getObject(12, UUID.class),
                row.getInt(13),
                Outcome.valueOf(row.getString(14)),
                instant(row, 15),
                row.getString(16),
                row.getLong(17),
                StoredText.of(row.getBytes(18)),
                row.getBoolean(19));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static String[] column(List<Question> questions, Function<Question, Optional<String>> value) {
        return questions.stream().map(q -> value.apply(q).orElse(null)).toArray(String[]::new);
    }

    List<ReleaseSnapshot> newestFirst(
            ReleaseFilter filter, Scope scope, Optional<Cursor> after, int limit, Instant now) {
        Conditions conditions = new Conditions(scope)
                .and("r.state = :state", "state", filter.state().map(Enum::name))
                .and("r.publisher_id = :filterPublisher", "filterPublisher", filter.publisherId())
                .and("r.package_name = :packageName", "packageName", filter.packageName())
                .and("r.sha256 = :sha256", "sha256", filter.sha256())
                .and("r.submitted_at > :from", "from", filter.submittedAfter().map(at -> at.atOffset(ZoneOffset.UTC)))
                .and("r.submitted_at < :to", "to", filter.submittedBefore().map(at -> at.atOffset(ZoneOffset.UTC)));
        after.ifPresent(cursor -> conditions
                .and(
                        "(r.submitted_at, r.id) < (:at, :lastId)",
                        "at",
                        cursor.at().atOffset(ZoneOffset.UTC))
                .with("lastId", cursor.uuid()));
        return conditions
                .with("limit", limit)
                .rows(" ORDER BY r.submitted_at DESC, r.id DESC LIMIT :limit", now)
                .toList();
    }

    /** Of the requests, those whose decision is newer than the one their reader knows. */
    List<UUID> newerThan(Map<UUID, Integer> known) {
        UUID[] ids = known.keySet().toArray(UUID[]::new);
        Integer[] sequences = known.values().toArray(Integer[]::new);
        return database.createNativeQuery("""
                        SELECT r.id FROM release_request r
                          JOIN unnest(:ids, :sequences) AS k(id, sequence) ON k.id = r.id
                         WHERE r.decision_sequence > k.sequence
                        """, UUID.class)
                .setParameter("ids", ids)
                .setParameter("sequences", sequences)
                .getResultList();
    }

    private static ReleaseSnapshot row(Object[] column) {
        return new ReleaseSnapshot(
                (UUID) column[0],
                (String) column[1],
                (String) column[2],
                (String) column[3],
                (String) column[4],
                (String) column[5],
                StoredText.of((String) column[6]),
                (Instant) column[7],
                ReleaseState.valueOf((String) column[8]),
                (Integer) column[9],
                (Instant) column[10],
                (UUID) column[11],
                (Integer) column[12],
                Outcome.valueOf((String) column[13]),
                (Instant) column[14],
                (String) column[15],
                (Long) column[16],
                StoredText.of((String) column[17]),
                (Boolean) column[18]);
    }

    /** The conditions of one query; text is ours alone, whatever a caller sent is a parameter. */
    private final class Conditions {

        private final StringBuilder where = new StringBuilder();
        private final Map<String, Object> parameters = new HashMap<>();

        Conditions(Scope scope) {
            and("r.platform_id = :scopePlatform", "scopePlatform", scope.platformId());
            and("r.publisher_id = :scopePublisher", "scopePublisher", scope.publisherId());
        }

        Conditions and(String condition, String name, Optional<?> value) {
            value.ifPresent(v -> and(condition, name, v));
            return this;
        }

        Conditions and(String condition, String name, Object value) {
            where.append(" AND ").append(condition);
            return with(name, value);
        }

        Conditions with(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        Stream<ReleaseSnapshot> rows(String tail, Instant now) {
            Query<Object[]> query = database.createNativeQuery(LISTED + where + tail, Object[].class)
                    .setParameter("now", now.atOffset(ZoneOffset.UTC));
            parameters.forEach(query::setParameter);
            return query.getResultList().stream().map(ReleaseSnapshots::row);
        }
    }
}
