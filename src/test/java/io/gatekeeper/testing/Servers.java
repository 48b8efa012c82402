package io.gatekeeper.testing;

import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.LocalKafka;
import io.gatekeeper.local.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One real PostgreSQL, one real Kafka and one issuer for all tests of a run; a start costs more than a test class.
 *
 * <p>Every {@code @QuarkusTest} has them without asking, because Quarkus applies an unrestricted test resource to all.
 * Static, so that a test can stop one and start it again; it must leave them running.
 */
@QuarkusTestResource(Servers.class)
public final class Servers implements QuarkusTestResourceLifecycleManager {

    private static LocalPostgres postgres;
    private static LocalKafka kafka;
    private static DevelopmentIssuer issuer;

    public static synchronized LocalPostgres postgres() {
        ensureStarted();
        return postgres;
    }

    public static synchronized LocalKafka kafka() {
        ensureStarted();
        return kafka;
    }

    public static synchronized DevelopmentIssuer issuer() {
        ensureStarted();
        return issuer;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(issuer().oidcSettings());
        settings.put("quarkus.datasource.jdbc.url", postgres().jdbcUrl());
        settings.put("quarkus.datasource.username", postgres().user());
        settings.put("kafka.bootstrap.servers", kafka().bootstrapServers());
        // For QuotaTest; whoever is not named here may ask as much as it likes.
        settings.put("gatekeeper.quota.organisations.three-submissions.submissions", "3");
        settings.put("gatekeeper.quota.organisations.three-of-each.reads", "3");
        settings.put("gatekeeper.quota.organisations.three-of-each.others", "3");
        settings.put("gatekeeper.quota.organisations.twenty-reads.reads", "20");
        settings.put("gatekeeper.quota.organisations.four-reads.reads", "4");
        settings.put("gatekeeper.quota.organisations.four-misses.reads", "4");
        return settings;
    }

    @Override
    public void stop() {
        // Quarkus stops its resources whenever a test profile changes; these stay for the next one and end with the
        // run.
    }

    private static void ensureStarted() {
        if (postgres != null) {
            return;
        }
        try {
            Path target = Files.createDirectories(Path.of("target", "test-servers"));
            Path directory = Files.createTempDirectory(target, "run-");
            issuer = DevelopmentIssuer.in(directory.resolve("issuer"));
            postgres =
                    new LocalPostgres(directory.resolve("postgres"), target.resolve("postgres-binaries"), freePort());
            kafka = new LocalKafka(directory.resolve("kafka"), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kafka.close();
            postgres.close();
        }));
        Thread starting = new Thread(postgres::start);
        starting.start();
        kafka.start();
        try {
            starting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
