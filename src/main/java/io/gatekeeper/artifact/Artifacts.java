package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The stored files, for the other features; nobody is asked whether they may read. */
@ApplicationScoped
public class Artifacts {

    private final ArtifactRecords records;
    private final ArtifactStore store;

    Artifacts(ArtifactRecords records, ArtifactStore store) {
        this.records = records;
        this.store = store;
    }

    /** @param sha256 64 lower-case hex digits */
    public Optional<StoredArtifact> find(String sha256) {
        return records.find(sha256);
    }

    /** Of these digests those of which the file is stored. */
    public Set<String> stored(Collection<String> digests) {
        return records.stored(digests);
    }

    /** Whether the organisation has shown that it holds the file, by sending it whole. */
    public boolean isUploadedBy(String organisation, String sha256) {
        return records.uploadedBy(organisation, sha256).isPresent();
    }

    /** The file for random access; whoever opens it closes it. */
    public SeekableByteChannel open(String sha256) throws IOException {
        return store.open(sha256);
    }
}
