package io.gatekeeper;

import io.gatekeeper.identity.StartupGuard;
import io.gatekeeper.reconciliation.Reconcile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the gate against the PostgreSQL, the Kafka and the OpenID Connect provider its configuration names. */
@QuarkusMain
public class Gatekeeper {

    public static void main(String... arguments) throws InterruptedException {
        Config config = ConfigProvider.getConfig();
        StartupGuard.refusal(config).ifPresent(Gatekeeper::refuse);
        require(config, "PostgreSQL", "quarkus.datasource.jdbc.url");
        // The client's own default would be a broker on this machine.
        require(config, "Kafka", "kafka.bootstrap.servers");
        requireStore(config);
        AwaitPostgres.refusal(config).ifPresent(Gatekeeper::refuse);
        if (arguments.length > 0 && arguments[0].equals(Reconcile.COMMAND)) {
            beOnlyALook();
            Quarkus.run(Reconcile.class, arguments);
        } else {
            Quarkus.run(arguments);
        }
    }

    /** A command beside the replicas answers, relays, consumes and sweeps nothing, migrates nothing, and takes no port of theirs. */
    private static void beOnlyALook() {
        Map.of(
                        "gatekeeper.roles.api", "false",
                        "gatekeeper.roles.workflow", "false",
                        "gatekeeper.roles.relay", "false",
                        "quarkus.flyway.migrate-at-start", "false",
                        "quarkus.management.host", "127.0.0.1",
                        "quarkus.management.port", "0",
                        // What is printed is the report.
                        "quarkus.log.level", "WARN")
                .forEach(System::setProperty);
    }

    private static void require(Config config, String what, String key) {
        if (config.getOptionalValue(key, String.class).isEmpty()) {
            refuse("The release gatekeeper does not start without " + what + ": name it in "
                    + key.toUpperCase(Locale.ROOT).replace('.', '_') + ".");
        }
    }

    /** Files in a directory that nobody chose would be gone with the machine. */
    private static void requireStore(Config config) {
        boolean directory = config.getOptionalValue("gatekeeper.artifacts.directory", String.class)
                .isPresent();
        boolean bucket = config.getOptionalValue("gatekeeper.artifacts.s3.bucket", String.class)
                .isPresent();
        if (directory == bucket) {
            refuse("The release gatekeeper does not start without one place for files: name either"
                    + " GATEKEEPER_ARTIFACTS_DIRECTORY or GATEKEEPER_ARTIFACTS_S3_BUCKET.");
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
