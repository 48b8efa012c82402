package io.gatekeeper.bench.yardstick;

import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The yardstick for a measure: the update of one row by its key and a commit, one after the other. */
public final class OneUpdate implements AutoCloseable {

    private static final int ROWS = 1_000;

    private final Connection database;

    public OneUpdate(String jdbcUrl, String user) throws SQLException {
        database = DriverManager.getConnection(
                jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + TwoInserts.DATABASE, user, "");
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS counted (id integer PRIMARY KEY, version bigint NOT NULL)");
            statement.execute(
                    "INSERT INTO counted SELECT i, 0 FROM generate_series(1, " + ROWS + ") i ON CONFLICT DO NOTHING");
        }
    }

    public Measured run(double seconds) throws SQLException, InterruptedException {
        Latencies latencies = new Latencies();
        long begun = System.nanoTime();
        try (PreparedStatement update =
                database.prepareStatement("UPDATE counted SET version = version + 1 WHERE id = ?")) {
            for (int i = 0; System.nanoTime() - begun < seconds * 1e9; i++) {
                long start = System.nanoTime();
                update.setInt(1, 1 + i % ROWS);
                update.executeUpdate();
                latencies.add(System.nanoTime() - start);
                // One at a time and not a load: what is wanted is what a single one takes.
                Thread.sleep(2);
            }
        }
        return Measured.whole((System.nanoTime() - begun) / 1e9, latencies.count(), latencies);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
