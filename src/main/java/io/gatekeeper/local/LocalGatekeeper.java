package io.gatekeeper.local;

import io.gatekeeper.identity.StartupGuard;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.Logger;

/** Starts the gate with everything it needs on board: one command, no Docker, no servers to set up. */
@QuarkusMain(name = "local")
public class LocalGatekeeper {

    private static final int STEPS = 4;
    private static final AtomicInteger STEPS_DONE = new AtomicInteger();
    private static long gateBegun;

    public static void main(String... arguments) {
        try {
            startServers();
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | RuntimeException e) {
            System.err.println("The release gatekeeper could not be started.");
            e.printStackTrace();
            System.exit(1);
        }
        gateBegun = System.nanoTime();
        Quarkus.run(Ready.class, arguments);
    }

    private static void startServers() throws IOException {
        // Until Quarkus has read its configuration, it keeps every record of the log and prints them all later.
        for (String category : new String[] {"org.apache.kafka", "kafka", "state.change.logger", "io.zonky"}) {
            Logger.getLogger(category).setLevel(Level.SEVERE);
        }
        if (System.getProperty("quarkus.profile") == null && System.getenv("QUARKUS_PROFILE") == null) {
            System.setProperty("quarkus.profile", "local");
        }
        Config config = ConfigProvider.getConfig();
        LocalSettings settings = LocalSettings.of(config);
        settings.claimDirectory();

        long begun = System.nanoTime();
        DevelopmentIssuer issuer = DevelopmentIssuer.in(settings.directory().resolve("issuer"));
        use(issuer.oidcSettings());
        Optional<String> refusal = StartupGuard.refusal(config);
        if (refusal.isPresent()) {
            throw new Refusal(refusal.get());
        }
        LocalPostgres postgres = settings.postgres();
        LocalKafka kafka = settings.kafka();
        postgres.stopOrphan();
        settings.checkPorts();

        System.out.println("Starting the release gatekeeper in " + settings.directory()
                + " (the first start takes longer than the next)");
        issuer.writeTokens(settings.tokens());
        ready("Token issuer", begun);
        stopAfterQuarkus(kafka, postgres);
        // Side by side: each waits more than it computes.
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> {
            long postgresBegun = System.nanoTime();
            postgres.start();
            ready("PostgreSQL", postgresBegun);
        });
        long kafkaBegun = System.nanoTime();
        kafka.start();
        ready("Kafka", kafkaBegun);
        try {
            database.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        use(Map.of(
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.username", postgres.user(),
                "kafka.bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Says where everything is, once it is there. */
    public static class Ready implements QuarkusApplication {

        @Override
        public int run(String... arguments) {
            Config config = ConfigProvider.getConfig();
            LocalSettings settings = LocalSettings.of(config);
            ready("Release gatekeeper", gateBegun);
            System.out.printf(
                    """

                    The release gatekeeper answers on %1$s
                      documentation  %1$s/q/swagger-ui/
                      health         %2$s/q/health
                      tokens         %3$s/<name>.jwt (%4$s)
                      stop           Ctrl-C

                    """,
                    url(config, "quarkus.http"),
                    url(config, "quarkus.management"),
                    settings.tokens(),
                    String.join(", ", DevelopmentIssuer.holders()));
            Quarkus.waitForExit();
            return 0;
        }

        private static String url(Config config, String prefix) {
            return "http://" + config.getValue(prefix + ".host", String.class) + ":"
                    + config.getValue(prefix + ".port", String.class);
        }
    }

    private static void ready(String what, long begun) {
        System.out.printf(
                "%d/%d %s ready in %.1f s%n",
                STEPS_DONE.incrementAndGet(), STEPS, what, (System.nanoTime() - begun) / 1e9);
    }

    // System properties win over application.properties, so the gate cannot end up with another database or issuer.
    private static void use(Map<String, String> settings) {
        settings.forEach(System::setProperty);
    }

    // The gate may still be writing while it stops, so its servers go last, the database after the broker.
    private static void stopAfterQuarkus(LocalKafka kafka, LocalPostgres postgres) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            Application gate = ApplicationLifecycleManager.getCurrentApplication();
                            if (gate != null) {
                                gate.awaitShutdown();
                            }
                            kafka.close();
                            postgres.close();
                        },
                        "stop-local-servers"));
    }
}
