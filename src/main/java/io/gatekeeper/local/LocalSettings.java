package io.gatekeeper.local;

import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * Where the default run keeps its data and on which ports its servers listen.
 *
 * <p>Read before Quarkus runs, hence not a {@code @ConfigMapping}.
 */
record LocalSettings(Path directory, int postgresPort, int kafkaPort) {

    static LocalSettings of(Config config) {
        return new LocalSettings(
                Path.of(config.getOptionalValue("gatekeeper.local.directory", String.class)
                        .orElse(".local")),
                config.getOptionalValue("gatekeeper.local.postgres-port", Integer.class)
                        .orElse(15432),
                config.getOptionalValue("gatekeeper.local.kafka-port", Integer.class)
                        .orElse(19092));
    }

    Path tokens() {
        return directory.resolve("tokens");
    }

    LocalPostgres postgres() {
        return new LocalPostgres(directory.resolve("postgres"), directory.resolve("postgres-binaries"), postgresPort);
    }

    LocalKafka kafka() {
        return new LocalKafka(directory.resolve("kafka"), kafkaPort);
    }
}
