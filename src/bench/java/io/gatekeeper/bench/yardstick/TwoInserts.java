package io.gatekeeper.bench.yardstick;

import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.time.Ids;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * The yardstick for writes: two inserts and a commit, with nothing around them but the driver.
 *
 * <p>In a database of its own on the same server, with rows as large as those of a request and of its decision, and no
 * index but the primary keys.
 */
public final class TwoInserts {

    static final String DATABASE = "yardstick";

    private final String url;
    private final String user;
    private final String submission;
    private final String document;

    /** Kept open: what a backend has used cannot be read reliably while it ends. */
    private final List<Connection> opened = new ArrayList<>();

    /** @param submission what a row of the first table holds; @param document what one of the second holds */
    public TwoInserts(String gateUrl, String user, String submission, String document) throws SQLException {
        this.url = gateUrl.substring(0, gateUrl.lastIndexOf('/') + 1) + DATABASE;
        this.user = user;
        this.submission = submission;
        this.document = document;
        try (Connection gate = DriverManager.getConnection(gateUrl, user, "");
                Statement statement = gate.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        try (Connection own = DriverManager.getConnection(url, user, "");
                Statement statement = own.createStatement()) {
            statement.execute("CREATE TABLE first (id uuid PRIMARY KEY, platform_id text NOT NULL,"
                    + " publisher_id text NOT NULL, submission text NOT NULL, submitted_at timestamptz NOT NULL,"
                    + " state text NOT NULL)");
            statement.execute("CREATE TABLE second (first_id uuid NOT NULL, sequence integer NOT NULL,"
                    + " outcome text NOT NULL, decided_at timestamptz NOT NULL, document text NOT NULL,"
                    + " PRIMARY KEY (first_id, sequence))");
        }
    }

    /** The settings on which the durability of every figure rests, as a connection like ours has them. */
    public String show(String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    public Measured run(int connections, double seconds) throws SQLException, InterruptedException {
        return run(connections, seconds, 1);
    }

    /** @param grouped how many such pairs share a transaction; what is counted is pairs */
    public Measured run(int connections, double seconds, int grouped) throws SQLException, InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Latencies all = onEach(connections, (n, pairs) -> {
            Latencies latencies = new Latencies();
            for (long begun = System.nanoTime(); begun < end; ) {
                pairs.commit(grouped);
                long done = System.nanoTime();
                if (done <= end) {
                    latencies.add(done - begun);
                }
                begun = done;
            }
            return latencies;
        });
        return Measured.whole(seconds, (long) all.count() * grouped, all);
    }

    /** At a fixed pace, whatever the server does: each latency counts from the instant the transaction was due. */
    public Measured paced(int connections, double perSecond, double seconds) throws SQLException, InterruptedException {
        double nanosBetween = 1e9 / perSecond;
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        Latencies all = onEach(connections, (n, pairs) -> {
            Latencies latencies = new Latencies();
            for (long i = n; ; i += connections) {
                long due = begin + (long) (i * nanosBetween);
                if (due >= end) {
                    return latencies;
                }
                LockSupport.parkNanos(due - System.nanoTime());
                pairs.commit(1);
                latencies.add(System.nanoTime() - due);
            }
        });
        return Measured.whole(seconds, all.count(), all);
    }

    private interface Client {
        Latencies work(int n, Pairs pairs) throws SQLException;
    }

    /** @param client what each connection does, from 0 on */
    private Latencies onEach(int connections, Client client) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            while (opened.size() < connections) {
                Connection connection = DriverManager.getConnection(url, user, "");
                connection.setAutoCommit(false);
                opened.add(connection);
            }
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int n = i;
                running.add(threads.submit(() -> {
                    try (Pairs pairs = new Pairs(opened.get(n))) {
                        return client.work(n, pairs);
                    }
                }));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> one : running) {
                all.addAll(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    /** The two inserts of one connection. */
    private final class Pairs implements AutoCloseable {

        private final Connection connection;
        private final PreparedStatement first;
        private final PreparedStatement second;

        Pairs(Connection connection) throws SQLException {
            this.connection = connection;
            first = connection.prepareStatement("INSERT INTO first VALUES (?, ?, ?, ?, ?, ?)");
            second = connection.prepareStatement("INSERT INTO second VALUES (?, ?, ?, ?, ?)");
        }

        void commit(int grouped) throws SQLException {
            for (int i = 0; i < grouped; i++) {
                add(first, second, grouped > 1);
            }
            if (grouped == 1) {
                first.executeUpdate();
                second.executeUpdate();
            } else {
                first.executeBatch();
                second.executeBatch();
            }
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            try (first;
                    second) {
                // Both, whatever becomes of the first.
            }
        }
    }

    private void add(PreparedStatement first, PreparedStatement second, boolean batch) throws SQLException {
        UUID id = Ids.next();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        first.setObject(1, id);
        first.setString(2, "huawei-appgallery");
        first.setString(3, "9144030071526726XG");
        first.setString(4, submission);
        first.setObject(5, now);
        first.setString(6, "CLEARED");
        second.setObject(1, id);
        second.setInt(2, 1);
        second.setString(3, "PUBLISH");
        second.setObject(4, now);
        second.setString(5, document);
        if (batch) {
            first.addBatch();
            second.addBatch();
        }
    }
}
