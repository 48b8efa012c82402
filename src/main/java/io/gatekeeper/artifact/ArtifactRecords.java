package io.gatekeeper.artifact;

import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is on record of files and uploads, a short transaction each: a body of gigabytes is received between two of them
 * and never inside one.
 */
@ApplicationScoped
class ArtifactRecords {

    private final ArtifactRows artifacts;
    private final PartRows parts;
    private final Event<ArtifactStored> stored;
    private final Clock clock;

    ArtifactRecords(ArtifactRows artifacts, PartRows parts, Event<ArtifactStored> stored, Clock clock) {
        this.artifacts = artifacts;
        this.parts = parts;
        this.stored = stored;
        this.clock = clock;
    }

    @Transactional
    Optional<StoredArtifact> find(String sha256) {
        return artifacts.find(sha256);
    }

    @Transactional
    Set<String> stored(Collection<String> digests) {
        return digests.isEmpty() ? Set.of() : artifacts.stored(digests);
    }

    @Transactional
    Optional<StoredArtifact> uploadedBy(String platformId, String sha256) {
        return artifacts.uploadedBy(platformId, sha256);
    }

    @Transactional
    Optional<PartRows.Unfinished> unfinished(String platformId, String sha256) {
        return parts.find(platformId, sha256);
    }

    /** The id of a new upload, or nothing when somebody has just begun one. */
    @Transactional
    Optional<UUID> begin(String platformId, String sha256, java.time.Duration term) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        return parts.insert(id, platformId, sha256, now, now.plus(term)) ? Optional.of(id) : Optional.empty();
    }

    @Transactional
    boolean extend(UUID part, java.time.Duration term) {
        return parts.extend(part, clock.instant().plus(term));
    }

    @Transactional
    void abandon(UUID part) {
        parts.delete(part);
    }

    @Transactional
    List<UUID> expired(int limit) {
        return parts.expired(clock.instant(), limit);
    }

    /** Of these uploads those that are not whole yet. */
    @Transactional
    Set<UUID> unfinished(Collection<UUID> ids) {
        return ids.isEmpty() ? Set.of() : parts.unfinished(ids);
    }

    @Transactional
    boolean abandonExpired(UUID part) {
        return parts.deleteExpired(part, clock.instant());
    }

    /** Notes that the file is in the store, and who brought it; whether nobody had before. */
    @Transactional
    boolean stored(UUID part, String sha256, long size, Uploader by) {
        Instant now = clock.instant();
        boolean isNew = artifacts.insert(new StoredArtifact(sha256, size, now), ArtifactStore.location(sha256));
        artifacts.insertUpload(sha256, by, now);
        parts.delete(part);
        if (isNew) {
            stored.fire(new ArtifactStored(sha256, size));
        }
        return isNew;
    }

    /** Notes who else has shown that it has the file. */
    @Transactional
    void credit(String sha256, Uploader by) {
        artifacts.insertUpload(sha256, by, clock.instant());
    }
}
