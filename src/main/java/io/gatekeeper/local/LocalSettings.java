package io.gatekeeper.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;

/**
 * Where the default run keeps its data and on which ports it listens.
 *
 * <p>Read before Quarkus runs, hence not a {@code @ConfigMapping}.
 */
record LocalSettings(Path directory, Port http, Port management, Port postgresPort, Port kafkaPort) {

    // Never closed, and kept from the garbage collector, which would close it: the lock lasts as long as the process.
    private static FileChannel claim;

    /** A port, whose it is, and the variable that changes it. */
    record Port(String what, String host, int number, String variable) {

        void check() throws IOException {
            if (number == 0) {
                return;
            }
            try (ServerSocket socket = new ServerSocket(number, 1, InetAddress.getByName(host))) {
                assert socket.isBound();
            } catch (BindException e) {
                throw new Refusal("Port " + number + " on " + host + ", wanted for " + what
                        + ", is taken: stop what uses it, or choose another with " + variable + "=<port>.");
            }
        }
    }

    static LocalSettings of(Config config) {
        return new LocalSettings(
                Path.of(config.getOptionalValue("gatekeeper.local.directory", String.class)
                        .orElse(".local")),
                port(config, "the API", "quarkus.http.host", "quarkus.http.port", 8080),
                port(config, "health and metrics", "quarkus.management.host", "quarkus.management.port", 9000),
                port(config, "PostgreSQL", null, "gatekeeper.local.postgres-port", 15432),
                port(config, "Kafka", null, "gatekeeper.local.kafka-port", 19092));
    }

    private static Port port(Config config, String what, String hostKey, String key, int standard) {
        String host = hostKey == null
                ? "127.0.0.1"
                : config.getOptionalValue(hostKey, String.class).orElse("127.0.0.1");
        int number = config.getOptionalValue(key, Integer.class).orElse(standard);
        return new Port(what, host, number, key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }

    Path tokens() {
        return directory.resolve("tokens");
    }

    LocalPostgres postgres() {
        return new LocalPostgres(
                directory.resolve("postgres"), directory.resolve("postgres-binaries"), postgresPort.number());
    }

    LocalKafka kafka() {
        return new LocalKafka(directory.resolve("kafka"), kafkaPort.number());
    }

    /**
     * Makes the directory ours until this process ends, however it ends: a second gate on the same data would take the
     * first one's PostgreSQL for an orphan.
     */
    void claimDirectory() throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory);
            FileStore store = Files.getFileStore(directory);
            if (store.supportsFileAttributeView("posix")) {
                // Whoever reads it holds the key of the issuer.
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
        claim = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (claim.tryLock() == null) {
            throw new Refusal("Another release gatekeeper is running in " + directory
                    + ": stop it, or choose another directory with GATEKEEPER_LOCAL_DIRECTORY=<directory>.");
        }
    }

    /** Before anything slow is started. */
    void checkPorts() throws IOException {
        for (Port port : List.of(http, management, postgresPort, kafkaPort)) {
            port.check();
        }
    }
}
