package io.gatekeeper;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;

/**
 * Lets a replica that does not migrate by itself begin only once somebody else has brought the schema it was written for.
 * One that is newer will do: migrations only add, so that two versions can run side by side.
 */
@ApplicationScoped
class AwaitSchema {

    /** Before every other observer of the start: they read tables. */
    private static final int FIRST = 1;

    private static final Logger LOG = Logger.getLogger(AwaitSchema.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_BETWEEN_WORDS = 10;

    private final Flyway flyway;
    private final boolean migrated;
    private final Duration patience;

    /** @param migrated whether this replica has just brought the schema by itself, and need not look */
    AwaitSchema(
            Flyway flyway,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migrated,
            @ConfigProperty(name = AwaitPostgres.PATIENCE) Duration patience) {
        this.flyway = flyway;
        this.migrated = migrated;
        this.patience = patience;
    }

    void await(@Observes @Priority(FIRST) StartupEvent event) throws InterruptedException {
        if (migrated) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        for (int looks = 0; ; looks++) {
            MigrationInfo[] missing = flyway.info().pending();
            if (missing.length == 0) {
                return;
            }
            String first = "V" + missing[0].getVersion() + " and " + (missing.length - 1) + " more";
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the schema lacks " + first + ": run the migration");
            }
            if (looks % LOOKS_BETWEEN_WORDS == 0) {
                LOG.infof("waiting for the schema, which lacks %s", first);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
