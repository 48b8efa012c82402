package io.gatekeeper.local;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.Logger;

/** Starts the gate with everything it needs on board: one command, no Docker, no servers to set up. */
@QuarkusMain
public final class LocalGatekeeper {

    private LocalGatekeeper() {}

    public static void main(String... arguments) {
        quieten("org.apache.kafka", "kafka", "state.change.logger", "io.zonky");
        if (System.getProperty("quarkus.profile") == null && System.getenv("QUARKUS_PROFILE") == null) {
            System.setProperty("quarkus.profile", "local");
        }
        LocalSettings settings = LocalSettings.of(ConfigProvider.getConfig());

        DevelopmentIssuer issuer = timed("1/4 Token issuer", () -> {
            DevelopmentIssuer started =
                    DevelopmentIssuer.in(settings.directory().resolve("issuer"));
            started.writeTokens(settings.tokens());
            return started;
        });
        issuer.oidcSettings().forEach(System::setProperty);

        LocalPostgres postgres = settings.postgres();
        LocalKafka kafka = settings.kafka();
        stopAfterQuarkus(kafka, postgres);
        // Side by side: each waits more than it computes.
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> timed("2/4 PostgreSQL", () -> {
            postgres.start();
            return postgres;
        }));
        timed("3/4 Kafka", () -> {
            kafka.start();
            return kafka;
        });
        try {
            database.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
        System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        System.setProperty("quarkus.datasource.username", postgres.user());
        System.setProperty("kafka.bootstrap.servers", kafka.bootstrapServers());

        System.out.println("4/4 Release gatekeeper …");
        Quarkus.run(Ready.class, arguments);
    }

    /** Says where everything is, once it is there. */
    public static final class Ready implements QuarkusApplication {

        @Override
        public int run(String... arguments) {
            Config config = ConfigProvider.getConfig();
            String url = "http://" + config.getValue("quarkus.http.host", String.class) + ":"
                    + config.getValue("quarkus.http.port", String.class);
            System.out.println();
            System.out.println("The release gatekeeper is ready: " + url);
            System.out.println("  documentation  " + url + "/q/swagger-ui");
            System.out.println("  tokens         " + LocalSettings.of(config).tokens() + "/<role>.jwt");
            System.out.println("  stop           Ctrl-C");
            System.out.println();
            Quarkus.waitForExit();
            return 0;
        }
    }

    private interface Start<T> {
        T run();
    }

    private static <T> T timed(String what, Start<T> start) {
        long begin = System.nanoTime();
        System.out.println(what + " …");
        T started = start.run();
        System.out.printf("%s … ready in %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
        return started;
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

    // Before Quarkus sets the logging up from application.properties, everything would be kept, then printed.
    private static void quieten(String... categories) {
        for (String category : categories) {
            Logger.getLogger(category).setLevel(Level.WARNING);
        }
    }
}
