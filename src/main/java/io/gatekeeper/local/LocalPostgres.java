package io.gatekeeper.local;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real PostgreSQL beside this process, on loopback, whose data and promises outlive a hard kill of either. */
public final class LocalPostgres implements AutoCloseable {

    private static final String DATABASE = "gatekeeper";
    private static final String USER = "postgres";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final long MEBIBYTE = 1024 * 1024;

    private final Path directory;
    private final Path binaries;
    private final Path log;
    private final int port;
    private EmbeddedPostgres server;

    /**
     * {@code directory} keeps the data across restarts, {@code binaries} the unpacked programs; clients connect to
     * {@code port}.
     */
    public LocalPostgres(Path directory, Path binaries, int port) {
        this.directory = directory.toAbsolutePath();
        this.binaries = binaries.toAbsolutePath();
        this.log = this.directory.resolveSibling("postgres.log");
        this.port = port;
    }

    /** Returns once the server answers and the gate's database is there. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("PostgreSQL is running already");
        }
        try {
            stopOrphan();
            Files.createDirectories(binaries);
            // The server writes on when this process is killed, which a pipe to it would not survive.
            Files.deleteIfExists(log);
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(START)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    // The library turns both off; what is acknowledged here is as durable as in production.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", sharedBuffers() + "MB")
                    .start();
            createDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started; its own words are in " + log, e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL could not be prepared: " + e.getMessage(), e);
        }
    }

    /** Stops the server and keeps its data; does nothing when it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                server = null;
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean present;
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                present = found.next();
            }
            if (!present) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    /**
     * Stops the server a killed process left behind on the same data. It has to go before the ports are looked at,
     * because it holds ours.
     */
    void stopOrphan() throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> orphan = postmaster(pidFile);
        if (orphan.isPresent()) {
            ProcessHandle process = orphan.get();
            process.destroy();
            try {
                process.onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Somebody is still connected to it. The log is durable, so a hard stop loses nothing.
                process.destroyForcibly();
                process.onExit().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while an earlier PostgreSQL stopped", e);
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
        // A file without its process would keep the server from starting as soon as anything else has that number.
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::servesOurData);
    }

    // The number may have gone to another process since, so both the program and its data directory have to fit.
    private boolean servesOurData(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean postgres = info.command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.startsWith("postgres"))
                .isPresent();
        boolean ours = info.arguments()
                .map(arguments -> List.of(arguments).contains(directory.toString()))
                // Not every system tells the arguments of a process.
                .orElse(true);
        return postgres && ours;
    }

    // An eighth of the machine, within what pays off; the programs themselves need the rest.
    private static long sharedBuffers() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return Math.max(64, Math.min(512, memory / 8 / MEBIBYTE));
    }
}
