package io.gatekeeper.bench;

import io.gatekeeper.bench.yardstick.Engine;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.local.LocalKafka;
import io.gatekeeper.local.LocalPostgres;
import io.gatekeeper.testing.GateProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Everything a run needs, on loopback and afresh: PostgreSQL, Kafka within this process, and the production build of
 * the gate as a process of its own.
 */
public final class Surroundings implements AutoCloseable {

    /** The production build, as it is deployed. */
    public static final Path APPLICATION = Path.of("target", "production", "quarkus-app");

    private static final Path BARE = Path.of("target", "bare", "quarkus-app", "quarkus-run.jar");
    private static final Path DIRECTORY = Path.of("target", "bench");
    private static final String ISSUER = "https://issuer.example";

    /** What no tenant reaches: all cells but fairness measure the gate and not its quotas. Calls a minute. */
    private static final Map<String, String> NO_QUOTAS = Map.of(
            "GATEKEEPER_QUOTA_SUBMISSIONS", "2000000000",
            "GATEKEEPER_QUOTA_READS", "2000000000",
            "GATEKEEPER_QUOTA_OTHERS", "2000000000",
            "GATEKEEPER_QUOTA_AT_ONCE", "10000",
            "GATEKEEPER_QUOTA_BULK_AT_ONCE", "10000");

    private final Settings settings;
    private final DevelopmentIssuer issuer;
    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final int barePort = Gate.freePort();
    private final long postmaster;
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final Gate gate;
    private GateProcess bare;
    private Engine engine;

    Surroundings(Settings settings) throws IOException, InterruptedException {
        this.settings = settings;
        delete(DIRECTORY.resolve("data"));
        Path data = Files.createDirectories(DIRECTORY.resolve("data"));
        issuer = DevelopmentIssuer.in(data.resolve("issuer"));
        postgres = new LocalPostgres(data.resolve("postgres"), DIRECTORY.resolve("postgres-binaries"), Gate.freePort());
        kafka = new LocalKafka(data.resolve("kafka"), Gate.freePort());
        // Also when the run is broken off: nothing of it stays behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        postgres.start();
        postmaster = Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                .get(0)
                .strip());
        try {
            SettledLog.on(postgres.jdbcUrl(), postgres.user());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        kafka.start();
        gate = startGate(NO_QUOTAS);
    }

    /** Another replica, on the same database and the same Kafka. */
    public Gate startReplica() throws InterruptedException {
        return startGate(NO_QUOTAS);
    }

    /** Another replica, which keeps the quotas it has by default but for those said here. */
    public Gate startWithQuotas(Map<String, String> quotas) throws InterruptedException {
        return startGate(quotas);
    }

    private Gate startGate(Map<String, String> more) throws InterruptedException {
        return start(java(APPLICATION.resolve("quarkus-run.jar")), more);
    }

    /** A gate by a command of its own. */
    public Gate start(List<String> command, Map<String, String> more) throws InterruptedException {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        variables.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        variables.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        // The development issuer's key under another name: its own the production build refuses.
        variables.put("QUARKUS_OIDC_PUBLIC_KEY", issuer.publicKey());
        variables.put("QUARKUS_OIDC_TOKEN_ISSUER", ISSUER);
        variables.put(
                "GATEKEEPER_ARTIFACTS_DIRECTORY", DIRECTORY.resolve("artifacts").toString());
        Gate started = new Gate(command, variables);
        gates.add(started);
        return started;
    }

    /** Ends a gate that is not the one of the run. */
    public void end(Gate replica) {
        replica.close();
        gates.remove(replica);
    }

    /** Starts the bare resource, with the documents to answer. */
    void startBare(String decision, String status) throws IOException, InterruptedException {
        bare = GateProcess.start(
                java(BARE),
                Map.of(
                        "QUARKUS_HTTP_PORT", "" + barePort,
                        "BARE_DECISION", document("decision.json", decision),
                        "BARE_STATUS", document("status.json", status)));
        bare.await(() -> isOpen(barePort));
    }

    private static String document(String name, String content) throws IOException {
        return Files.writeString(DIRECTORY.resolve(name), content)
                .toAbsolutePath()
                .toString();
    }

    /** The workflow engine, which is started when it is first asked for. */
    public synchronized Engine engine() throws Exception {
        if (engine == null) {
            engine = new Engine(flags(), postgres.jdbcUrl(), postgres.user());
        }
        return engine;
    }

    private List<String> java(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(Arrays.asList(settings.flags().split(" ")));
        if (settings.isProfiled()) {
            // From the start on: a recorder that comes later throws away everything that was compiled until then. Its
            // stacks are 64 frames deep otherwise, which is less than Quarkus needs.
            flags.add("-XX:FlightRecorderOptions=stackdepth=256");
            flags.add("-XX:StartFlightRecording=settings=profile");
            // Its greeting would stand where the engine's answers are read.
            flags.add("-Xlog:jfr+startup=error");
        }
        return flags;
    }

    public String token(Role role, String organisation, String subject) {
        return issuer.token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    /** The gate of the run. */
    public Gate gate() {
        return gate;
    }

    public List<Gate> gates() {
        return gates;
    }

    /** Processes of the yardsticks. */
    LongStream yardsticks() {
        return Stream.of(
                        bare == null ? null : Long.valueOf(bare.pid()),
                        engine == null ? null : Long.valueOf(engine.pid()))
                .filter(pid -> pid != null)
                .mapToLong(Long::longValue);
    }

    public int barePort() {
        return barePort;
    }

    public LocalPostgres postgres() {
        return postgres;
    }

    public LocalKafka kafka() {
        return kafka;
    }

    long postmaster() {
        return postmaster;
    }

    public Path directory() {
        return DIRECTORY;
    }

    @Override
    public void close() {
        stop();
    }

    private synchronized void stop() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
        if (bare != null) {
            bare.close();
            bare = null;
        }
        gates.forEach(Gate::close);
        gates.clear();
        kafka.close();
        postgres.close();
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
