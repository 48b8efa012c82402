package io.gatekeeper.bench;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.local.LocalKafka;
import io.gatekeeper.local.LocalPostgres;
import io.gatekeeper.testing.GateProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything a run needs, on loopback and afresh: PostgreSQL, Kafka within this process, and the production build of
 * the gate as a process of its own.
 */
final class Surroundings implements AutoCloseable {

    private static final Path GATE = Path.of("target", "production", "quarkus-app", "quarkus-run.jar");
    private static final Path BARE = Path.of("target", "bare", "quarkus-app", "quarkus-run.jar");
    private static final Path DIRECTORY = Path.of("target", "bench");
    private static final String ISSUER = "https://issuer.example";

    private final List<String> flags;
    private final DevelopmentIssuer issuer;
    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final int port = freePort();
    private final int barePort = freePort();
    private final long postmaster;
    private final GateProcess gate;
    private GateProcess bare;

    /** @param flags of the JVM of the gate and of the bare resource alike */
    Surroundings(String flags) throws IOException, InterruptedException {
        this.flags = Arrays.asList(flags.split(" "));
        delete(DIRECTORY.resolve("data"));
        Path data = Files.createDirectories(DIRECTORY.resolve("data"));
        issuer = DevelopmentIssuer.in(data.resolve("issuer"));
        postgres = new LocalPostgres(data.resolve("postgres"), DIRECTORY.resolve("postgres-binaries"), freePort());
        kafka = new LocalKafka(data.resolve("kafka"), freePort());
        // Also when the run is broken off: nothing of it stays behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        postgres.start();
        postmaster = Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                .get(0)
                .strip());
        kafka.start();
        gate = GateProcess.start(
                java(GATE),
                Map.of(
                        "QUARKUS_HTTP_PORT", "" + port,
                        "QUARKUS_MANAGEMENT_PORT", "" + freePort(),
                        "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", postgres.user(),
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        // The development issuer's key under another name: its own the production build refuses.
                        "QUARKUS_OIDC_PUBLIC_KEY", issuer.publicKey(),
                        "QUARKUS_OIDC_TOKEN_ISSUER", ISSUER));
        gate.await(() -> gate.output().contains("Profile prod activated"));
    }

    /** Starts the bare resource, with a document to answer. */
    void startBare(String document) throws IOException, InterruptedException {
        Path file = Files.writeString(DIRECTORY.resolve("document.json"), document);
        bare = GateProcess.start(
                java(BARE),
                Map.of(
                        "QUARKUS_HTTP_PORT",
                        "" + barePort,
                        "BARE_DOCUMENT",
                        file.toAbsolutePath().toString()));
        bare.await(() -> isOpen(barePort));
    }

    private List<String> java(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    String token(Role role, String organisation, String subject) {
        return issuer.token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    int port() {
        return port;
    }

    int barePort() {
        return barePort;
    }

    LocalPostgres postgres() {
        return postgres;
    }

    LocalKafka kafka() {
        return kafka;
    }

    long gatePid() {
        return gate.pid();
    }

    long barePid() {
        return bare.pid();
    }

    long postmaster() {
        return postmaster;
    }

    String gateOutput() {
        return gate.output();
    }

    Path directory() {
        return DIRECTORY;
    }

    @Override
    public void close() {
        stop();
    }

    private synchronized void stop() {
        if (bare != null) {
            bare.close();
            bare = null;
        }
        if (gate != null) {
            gate.close();
        }
        kafka.close();
        postgres.close();
    }

    private static boolean isOpen(int port) {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
