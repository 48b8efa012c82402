package io.gatekeeper.reconciliation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Asks the database, and changes nothing: in transactions that may only read, with statements that end after a while. One
 * statement sees one state of all tables, so what it reports disagreed at one instant.
 */
final class Comparison implements AutoCloseable {

    private final Connection database;

    /** Takes the connection over. */
    Comparison(Connection database) throws SQLException {
        this.database = database;
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
            statement.execute("SET LOCAL statement_timeout = '20s'");
        }
    }

    /** What there is after {@code cursor}, in order. */
    List<String> page(Kind kind, String cursor, int limit) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(kind.walk())) {
            statement.setString(1, cursor);
            statement.setInt(2, limit);
            return texts(statement);
        }
    }

    /** Which of these disagree, and have since before an instant. */
    List<String> disagreeing(Kind kind, Collection<String> ids, Instant before) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = database.prepareStatement(kind.question())) {
            statement.setArray(1, database.createArrayOf("text", ids.toArray()));
            statement.setObject(2, before.atOffset(ZoneOffset.UTC));
            return texts(statement);
        }
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        try (database) {
            database.rollback();
            database.setAutoCommit(true);
        }
    }
}
