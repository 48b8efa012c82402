package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A server of our own that can be treated badly. Signals go to processes this object started, by their number. */
final class Server implements AutoCloseable {

    private final List<String> arguments;
    private final int port;
    private final Supplier<Stream<ProcessHandle>> members;
    private GateProcess process;

    private Server(List<String> arguments, int port, Supplier<Stream<ProcessHandle>> members) {
        this.arguments = arguments;
        this.port = port;
        this.members = members;
    }

    static Server kafka(Path directory) {
        int port = Servers.freePort();
        Server[] self = new Server[1];
        self[0] = new Server(
                List.of("kafka", directory.toAbsolutePath().toString(), "" + port),
                port,
                () -> Stream.of(ProcessHandle.of(self[0].process.pid()).orElseThrow()));
        return self[0];
    }

    static Server postgres(Path directory) {
        int port = Servers.freePort();
        Path data = directory.toAbsolutePath();
        return new Server(
                List.of(
                        "postgres",
                        data.toString(),
                        Path.of("target", "test-servers", "postgres-binaries")
                                .toAbsolutePath()
                                .toString(),
                        "" + port),
                port,
                () -> {
                    ProcessHandle postmaster = postmaster(data);
                    return Stream.concat(Stream.of(postmaster), postmaster.descendants());
                });
    }

    private static ProcessHandle postmaster(Path data) {
        try {
            return ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("PostgreSQL is not running", e);
        }
    }

    void start() throws InterruptedException {
        process = launch(arguments);
        process.await(() -> process.output().contains(ServerMain.READY));
    }

    private static GateProcess launch(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName()));
        command.addAll(arguments);
        return GateProcess.start(command, Map.of());
    }

    int port() {
        return port;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/gatekeeper";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), "postgres", "");
    }

    /** Where PostgreSQL keeps its data. */
    Path data() {
        return Path.of(arguments.get(1));
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** What it has said so far; PostgreSQL says it into a file of its own. */
    String output() {
        Path log = data().resolveSibling("postgres.log");
        try {
            return Files.exists(log) ? Files.readString(log) : process.output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGTERM; returns when it is gone. */
    void stop() throws InterruptedException {
        process.terminate();
        process.awaitExit();
    }

    /** Kafka with SIGKILL; PostgreSQL with SIGQUIT to its postmaster, its immediate shutdown, which recovers at the next start. */
    void crash() throws InterruptedException {
        List<ProcessHandle> gone = members.get().toList();
        boolean postgres = arguments.get(0).equals("postgres");
        signal(postgres ? "QUIT" : "KILL", Stream.of(gone.get(0)));
        for (ProcessHandle each : gone) {
            try {
                each.onExit().get(30, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new AssertionError("process " + each.pid() + " outlived its end", e);
            }
        }
        assertThat(gone).noneMatch(ProcessHandle::isAlive);
        if (postgres) {
            // The process that started it would stop it in its turn.
            process.kill();
        }
    }

    /** Starts it again if it has given up; what runs is left as it is. */
    void startUnlessRunning() throws InterruptedException {
        if (!isRunning()) {
            process.kill();
            start();
        }
    }

    boolean isRunning() {
        try {
            return members.get().anyMatch(ProcessHandle::isAlive);
        } catch (AssertionError | NoSuchElementException e) {
            return false;
        }
    }

    /** SIGSTOP to all of it, until all of it stands: a process may be born meanwhile, or stop only after it has written. */
    void freeze() throws InterruptedException {
        Aftermath.seconds("all of it stands", Scale.bound(30), () -> {
            signal("STOP", running());
            return running().findAny().isEmpty();
        });
    }

    private Stream<ProcessHandle> running() {
        return members.get().filter(each -> !"T".equals(state(each)));
    }

    void thaw() {
        signal("CONT", members.get());
    }

    private static String state(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        } catch (IOException e) {
            // Ended meanwhile, as a worker of PostgreSQL may.
            return "T";
        }
    }

    private static void signal(String name, Stream<ProcessHandle> processes) {
        processes.forEach(each -> {
            try {
                new ProcessBuilder("kill", "-" + name, "" + each.pid())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
