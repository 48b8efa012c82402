package io.gatekeeper.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts rows where the gate would have put them, far faster than it could be asked to: copies of what it did store, each
 * of another app, another artifact and another publisher. No trigger runs, but every constraint holds, and what triggers
 * would have put beside a row is put there as well.
 */
public final class Fill implements AutoCloseable {

    private final Connection database;

    /** There has to be a cleared and a held request, the latter with its test. */
    Fill(String jdbcUrl, String user) throws SQLException {
        database = DriverManager.getConnection(jdbcUrl, user, "");
        execute("SET session_replication_role = replica");
        execute("CREATE TEMP TABLE model_cleared AS SELECT * FROM release_request WHERE state = 'CLEARED' LIMIT 1");
        execute("CREATE TEMP TABLE model_held AS SELECT r.* FROM release_request r WHERE state = 'HELD'"
                + " AND EXISTS (SELECT 1 FROM test_request q WHERE q.release_request_id = r.id) LIMIT 1");
        for (String state : List.of("cleared", "held")) {
            execute("CREATE TEMP TABLE model_decision_of_" + state + " AS SELECT d.* FROM decision d" + " JOIN model_"
                    + state + " r ON r.id = d.release_request_id AND r.decision_sequence = d.sequence");
        }
        execute("CREATE TEMP TABLE model_request AS SELECT q.* FROM test_request q"
                + " JOIN model_held r ON r.id = q.release_request_id");
        execute(
                "CREATE TEMP TABLE model_test AS SELECT t.* FROM technical_test t JOIN model_request q ON q.test_id = t.id");
        for (String model : List.of("cleared", "held", "decision_of_cleared", "decision_of_held", "request", "test")) {
            if (number("SELECT count(*) FROM model_" + model) != 1) {
                throw new IllegalStateException("there is no model_" + model + " to copy");
            }
        }
    }

    /** Open requests that are cleared, of these publishers in turn, which are in good standing. */
    public void cleared(List<String> publishers, int requests) throws SQLException {
        number(publishers, requests, "r.i");
        copyRequests("cleared");
    }

    /** Requests under guidance, each with its test in the queue; due one after the other, the first in seven days. */
    public void held(List<String> publishers, int requests) throws SQLException {
        number(publishers, requests, "r.i");
        copyRequests("held");
        copyTests();
    }

    /** Tests in the queue that become due at one instant, for requests of which nothing else is known here. */
    public void tests(List<String> publishers, int tests, Instant dueAt) throws SQLException {
        number(publishers, tests, "extract(epoch FROM timestamptz '" + dueAt + "' - (SELECT due_at FROM model_test))");
        copyTests();
    }

    /** No request and no test; publishers, measures and policies stay. */
    public void empty() throws SQLException {
        execute("TRUNCATE release_request, decision, idempotency_key, technical_test, test_deadline CASCADE");
    }

    /** As autovacuum would have done it by and by. */
    public void settle() throws SQLException {
        execute("VACUUM (ANALYZE) release_request, decision, technical_test, test_deadline, test_request");
        execute("CHECKPOINT");
    }

    /**
     * Events in the outbox, ten to a row as a round of submissions under load leaves them, all in one transaction; returns
     * when it is committed.
     */
    public void outbox(int events, String topic, String type, String data) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("""
                INSERT INTO outbox (size, events)
                SELECT count(*), string_agg(concat_ws(E'\\t', uuidv7(), m.topic, e.id, m.type, e.id,
                                                      '2021-11-24T02:00:00.000000Z', '', octet_length(m.data), m.data), E'\\n')
                                 || E'\\n'
                  FROM (SELECT i, uuidv7() AS id FROM generate_series(1, ?) AS g(i)) e
                 CROSS JOIN (SELECT ?::text AS topic, ?::text AS type, ?::text AS data) m
                 GROUP BY (e.i - 1) / 10 ORDER BY (e.i - 1) / 10
                """)) {
            insert.setInt(1, events);
            insert.setString(2, topic);
            insert.setString(3, type);
            insert.setString(4, data);
            insert.executeUpdate();
        }
    }

    /** Draws the apps, artifacts, ids and publishers; {@code shift} is by how many seconds due instants move. */
    private void number(List<String> publishers, int requests, String shift) throws SQLException {
        execute("DROP TABLE IF EXISTS filling");
        try (PreparedStatement create = database.prepareStatement("""
                CREATE TEMP TABLE filling AS
                SELECT r.i, uuidv7(make_interval(secs => r.i - ?)) AS id, uuidv7() AS test_id,
                       make_interval(secs => %s) AS shift, p.credit_code AS publisher_id, p.status_version,
                       'com.example.f' || left(md5(?::text || r.i), 16) AS package_name,
                       encode(sha256((?::text || r.i)::bytea), 'hex') AS sha256
                  FROM generate_series(1, ?) AS r(i)
                  JOIN unnest(?::text[]) WITH ORDINALITY AS n(credit_code, n) ON n.n = 1 + r.i %% cardinality(?::text[])
                  JOIN publisher p ON p.credit_code = n.credit_code
                """.formatted(shift))) {
            String seed = Long.toHexString(System.nanoTime()) + "-";
            create.setInt(1, requests);
            create.setString(2, seed);
            create.setString(3, seed);
            create.setInt(4, requests);
            create.setArray(5, database.createArrayOf("text", publishers.toArray()));
            create.setArray(6, database.createArrayOf("text", publishers.toArray()));
            create.executeUpdate();
        }
    }

    private void copyRequests(String state) throws SQLException {
        Map<String, String> changed = new LinkedHashMap<>();
        changed.put("id", "f.id");
        changed.put(
                "platform_id",
                "(ARRAY['" + String.join("','", Parties.PLATFORMS) + "'])[1 + f.i % " + Parties.PLATFORMS.size() + "]");
        changed.put("publisher_id", "f.publisher_id");
        changed.put("package_name", "f.package_name");
        changed.put("sha256", "f.sha256");
        changed.put("submission_digest", "f.sha256");
        changed.put(
                "submission",
                "replace(replace(replace(m.submission, m.package_name, f.package_name), m.sha256, f.sha256),"
                        + " m.publisher_id, f.publisher_id)");
        changed.put("checked_status_version", "f.status_version");
        changed.put("submitted_at", "uuid_extract_timestamp(f.id)");
        changed.put("valid_until", "m.valid_until + f.shift");
        changed.put("next_due_at", "m.next_due_at + f.shift");
        copy("release_request", "model_" + state, changed);
        copy(
                "decision",
                "model_decision_of_" + state,
                Map.of(
                        "release_request_id", "f.id",
                        "publisher_id", "f.publisher_id",
                        "status_version", "f.status_version"));
    }

    private void copyTests() throws SQLException {
        copy(
                "technical_test",
                "model_test",
                Map.of(
                        "id", "f.test_id",
                        "publisher_id", "f.publisher_id",
                        "package_name", "f.package_name",
                        "sha256", "f.sha256",
                        "state", "'QUEUED'",
                        "opened_at", "m.opened_at + f.shift",
                        "due_at", "m.due_at + f.shift"));
        execute("INSERT INTO test_deadline (test_id, due_at) SELECT f.test_id, m.due_at + f.shift"
                + " FROM filling f CROSS JOIN model_test m");
        copy("test_request", "model_request", Map.of("test_id", "f.test_id", "release_request_id", "f.id"));
    }

    /** Every column as in the model, but for those that change. */
    private void copy(String table, String model, Map<String, String> changed) throws SQLException {
        List<String> columns = column("SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = 'public' AND table_name = '" + table + "' AND is_generated = 'NEVER'");
        execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
                + columns.stream()
                        .map(column -> changed.getOrDefault(column, "m." + column))
                        .collect(Collectors.joining(", "))
                + " FROM filling f CROSS JOIN " + model + " m");
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(column(sql).get(0));
    }

    private List<String> column(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
