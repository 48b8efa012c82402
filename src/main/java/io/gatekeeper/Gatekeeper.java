package io.gatekeeper;

import io.gatekeeper.identity.StartupGuard;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
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
        AwaitPostgres.refusal(config).ifPresent(Gatekeeper::refuse);
        Quarkus.run(arguments);
    }

    private static void require(Config config, String what, String key) {
        if (config.getOptionalValue(key, String.class).isEmpty()) {
            refuse("The release gatekeeper does not start without " + what + ": name it in "
                    + key.toUpperCase(Locale.ROOT).replace('.', '_') + ".");
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
