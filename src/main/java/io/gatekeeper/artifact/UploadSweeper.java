package io.gatekeeper.artifact;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sweeps away uploads nobody has gone on with in their term. */
@ApplicationScoped
class UploadSweeper {

    private static final Logger LOG = Logger.getLogger(UploadSweeper.class);

    /** What is left waits for the next minute. */
    private static final int BATCH = 1_000;

    private static final int LOOKED_AT = 10_000;
    private static final Duration LONGER_THAN_A_CALL = Duration.ofDays(1);

    private final ArtifactRecords records;
    private final ArtifactStore store;
    private final Clock clock;

    UploadSweeper(ArtifactRecords records, ArtifactStore store, Clock clock) {
        this.records = records;
        this.store = store;
        this.clock = clock;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweep() {
        PassingFailure.tolerate(LOG, "uploads nobody goes on with", () -> {
            List<UUID> expired = records.expired(BATCH);
            expired.forEach(this::sweep);
            if (!expired.isEmpty()) {
                LOG.infof("%d uploads nobody went on with swept away", expired.size());
            }
        });
    }

    /**
     * What no row leads to: the store was away when it should have gone, or the process died. A row is there before its
     * part, so nobody is about to go on with it.
     */
    @Scheduled(
            every = "10m",
            delay = 1,
            delayUnit = TimeUnit.MINUTES,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweepLeftovers() {
        PassingFailure.tolerate(LOG, "leftovers of uploads", () -> {
            try {
                Set<UUID> leftovers = new LinkedHashSet<>(store.parts(LOOKED_AT));
                leftovers.removeAll(records.unfinished(leftovers));
                for (UUID id : leftovers) {
                    store.remove(id);
                }
                store.giveUp(clock.instant().minus(LONGER_THAN_A_CALL));
                if (!leftovers.isEmpty()) {
                    LOG.infof("leftovers of %d uploads swept away", leftovers.size());
                }
            } catch (IOException e) {
                LOG.warnf("leftovers of uploads wait for the store: %s", e.getMessage());
            }
        });
    }

    /** Held while its row goes, so that nobody can go on with it in between; one that is being written is left alone. */
    private void sweep(UUID id) {
        try {
            Optional<Part> free = store.write(id);
            if (free.isPresent()) {
                try (Part part = free.get()) {
                    if (records.abandonExpired(id)) {
                        part.delete();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            records.abandonExpired(id);
        } catch (IOException e) {
            LOG.warnf("upload %s waits for the store to be swept away: %s", id, e.getMessage());
        }
    }
}
