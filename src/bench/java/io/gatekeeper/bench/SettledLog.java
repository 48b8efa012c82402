package io.gatekeeper.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings a young server's write-ahead log to where that of an old one is: into segments that are there and are used again. A
 * young one makes each of 16 MiB when it is needed, writes it full of zeros and flushes it, and every commit waits for that; so it
 * would be a day's first minutes that are measured, again and again.
 */
final class SettledLog {

    /** Of 16 MiB. What one run writes between two checkpoints. */
    private static final int SEGMENTS = 192;

    private SettledLog() {}

    static void on(String jdbcUrl, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET min_wal_size = '" + SEGMENTS * 16 + "MB'");
            statement.execute("ALTER SYSTEM SET max_wal_size = '" + 2 * SEGMENTS * 16 + "MB'");
            statement.execute("SELECT pg_reload_conf()");
            for (int i = 0; i < SEGMENTS; i++) {
                statement.execute("SELECT pg_logical_emit_message(false, 'bench', '')");
                statement.execute("SELECT pg_switch_wal()");
            }
            statement.execute("CHECKPOINT");
        }
    }
}
