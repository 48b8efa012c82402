package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is on record of uploads into a bucket, a short transaction each.
 *
 * <p>A writer holds an upload for a term that it renews. One that was held up for longer than that may find that another
 * writes now: then nothing of it is recorded any more.
 */
@ApplicationScoped
class ChunkRecords {

    /** Longer than the longest silence of a connection and the longest call to the store, one after the other. */
    private static final Duration TERM = Duration.ofMinutes(3);

    private final ChunkRows rows;
    private final Clock clock;

    ChunkRecords(ChunkRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Transactional
    boolean isThere(UUID part) {
        return rows.isThere(part);
    }

    /** False when another writes it, or it is gone. */
    @Transactional
    boolean take(UUID part, UUID writer) {
        Instant now = clock.instant();
        return rows.take(part, writer, now, now.plus(TERM));
    }

    @Transactional
    boolean hold(UUID part, UUID writer) {
        return rows.hold(part, writer, clock.instant().plus(TERM));
    }

    @Transactional
    void letGo(UUID part, UUID writer) {
        rows.letGo(part, writer);
    }

    /** In the order of the file. */
    @Transactional
    List<Chunk> of(UUID part) {
        return rows.of(part);
    }

    /** False when the writer holds the upload no more; then nothing is recorded. */
    @Transactional
    boolean put(UUID part, UUID writer, int number, Chunk chunk) {
        boolean holds = rows.hold(part, writer, clock.instant().plus(TERM));
        if (holds) {
            rows.put(part, number, chunk);
        }
        return holds;
    }

    @Transactional
    void deleteAll(UUID part) {
        rows.deleteAll(part);
    }
}
