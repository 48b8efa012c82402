package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Clock;

/** Lets a file be read by those who may, each read on record before its first byte leaves. */
@ApplicationScoped
class ReadArtifact {

    private final ArtifactRows artifacts;
    private final ArtifactStore store;
    private final Instance<ArtifactReader> readers;
    private final Clock clock;

    ReadArtifact(ArtifactRows artifacts, ArtifactStore store, @Any Instance<ArtifactReader> readers, Clock clock) {
        this.artifacts = artifacts;
        this.store = store;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * A read that is on record.
     *
     * @param isPartial whether less than the file was asked for
     */
    record Reading(StoredArtifact artifact, ByteRange bytes, boolean isPartial) {}

    /** What is told without the content: nothing to record. */
    @Transactional
    StoredArtifact look(Caller caller, String sha256) {
        return visible(caller, sha256);
    }

    @Transactional
    Reading read(Caller caller, String sha256, String purpose, String range) {
        StoredArtifact artifact = visible(caller, sha256);
        ArtifactViewer viewer = ArtifactViewer.as(role(caller), caller);
        if (viewer.role() == Role.AUDITOR && purpose == null) {
            throw ProblemException.invalid("purpose", "must say what an auditor reads the file for");
        }
        ByteRange bytes = ByteRange.of(range, artifact.sizeBytes());
        artifacts.insertRead(Ids.next(), sha256, viewer, purpose, bytes, clock.instant());
        return new Reading(artifact, bytes, ByteRange.isAsked(range));
    }

    /** What is answered of the file, once the read is on record and its transaction has ended. */
    Object content(Reading reading) {
        try {
            return store.content(reading.artifact().sha256(), reading.bytes());
        } catch (IOException e) {
            throw StoreFailure.told(e);
        }
    }

    private StoredArtifact visible(Caller caller, String sha256) {
        return artifacts
                .find(sha256)
                .filter(artifact -> caller.is(Role.AUDITOR) || holds(caller, sha256))
                .orElseThrow(() -> ProblemException.notFound("artifact"));
    }

    private boolean holds(Caller caller, String sha256) {
        return readers.stream().anyMatch(reader -> reader.mayRead(caller, sha256));
    }

    private static Role role(Caller caller) {
        if (caller.is(Role.AUDITOR)) {
            return Role.AUDITOR;
        }
        if (caller.is(Role.LABORATORY)) {
            return Role.LABORATORY;
        }
        return caller.is(Role.PUBLISHER) ? Role.PUBLISHER : Role.PLATFORM;
    }
}
