package io.gatekeeper.artifact;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Sweeps away uploads nobody has gone on with in their term. */
@ApplicationScoped
class UploadSweeper {

    private static final Logger LOG = Logger.getLogger(UploadSweeper.class);

    /** What is left waits for the next minute. */
    private static final int BATCH = 1_000;

    private final ArtifactRecords records;
    private final ArtifactDirectory directory;

    UploadSweeper(ArtifactRecords records, ArtifactDirectory directory) {
        this.records = records;
        this.directory = directory;
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

    /** Held while its row goes, so that nobody can go on with it in between; one that is being written is left alone. */
    private void sweep(UUID id) {
        try {
            Optional<Part> free = directory.write(id);
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
            throw new UncheckedIOException(e);
        }
    }
}
