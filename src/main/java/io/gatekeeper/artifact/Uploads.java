package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the part a call is about and holds it for that call.
 *
 * <p>An upload is a row and a part of the store. The row is there first and goes last, so a part that nobody finishes is
 * always found by the sweeper.
 */
@ApplicationScoped
class Uploads {

    private final ArtifactRecords records;
    private final ArtifactStore store;
    private final ReceiveArtifact receive;
    private final ArtifactsConfig config;

    Uploads(ArtifactRecords records, ArtifactStore store, ReceiveArtifact receive, ArtifactsConfig config) {
        this.records = records;
        this.store = store;
        this.receive = receive;
        this.config = config;
    }

    /** Begins an upload, or begins one anew, with the first bytes of the file or all of them. */
    Received begin(Uploader by, String sha256, Body body) {
        Optional<StoredArtifact> before = records.uploadedBy(by.platformId(), sha256);
        if (before.isPresent()) {
            return Received.before(before.get());
        }
        try (Part part = empty(by, sha256)) {
            return receive.into(part, by, sha256, body);
        } catch (IOException e) {
            throw StoreFailure.told(e);
        }
    }

    /** Goes on with an upload where it stands, and nowhere else. */
    Received append(Uploader by, String sha256, long offset, Body body) {
        UUID id = unfinished(by, sha256).id();
        try (Part part = store.write(id).orElseThrow(Uploads::busy)) {
            if (!records.extend(id, config.uploadTerm())) {
                throw notFound();
            }
            if (part.size() != offset) {
                throw ProblemException.of(
                                ProblemType.UPLOAD_CONFLICT,
                                "The upload stands at " + part.size() + ", not at " + offset + "; go on from there.")
                        .with(UploadAnswers.OFFSET, Long.toString(part.size()));
            }
            return receive.into(part, by, sha256, body);
        } catch (NoSuchFileException e) {
            throw notFound();
        } catch (IOException e) {
            throw StoreFailure.told(e);
        }
    }

    UploadView look(Uploader by, String sha256) {
        Optional<StoredArtifact> whole = records.uploadedBy(by.platformId(), sha256);
        if (whole.isPresent()) {
            return UploadView.of(whole.get());
        }
        PartRows.Unfinished unfinished =
                records.unfinished(by.platformId(), sha256).orElseThrow(Uploads::notFound);
        try {
            return new UploadView(sha256, store.size(unfinished.id()), false, unfinished.expiresAt());
        } catch (NoSuchFileException e) {
            throw notFound();
        } catch (IOException e) {
            throw StoreFailure.told(e);
        }
    }

    void cancel(Uploader by, String sha256) {
        UUID id = unfinished(by, sha256).id();
        try (Part part = store.write(id).orElseThrow(Uploads::busy)) {
            part.delete();
        } catch (NoSuchFileException e) {
            // Gone already; its row goes now.
        } catch (IOException e) {
            throw StoreFailure.told(e);
        }
        records.abandon(id);
    }

    private PartRows.Unfinished unfinished(Uploader by, String sha256) {
        if (records.uploadedBy(by.platformId(), sha256).isPresent()) {
            throw ProblemException.of(ProblemType.UPLOAD_CONFLICT, "The file is whole and stored; nothing is missing.");
        }
        return records.unfinished(by.platformId(), sha256).orElseThrow(Uploads::notFound);
    }

    private Part empty(Uploader by, String sha256) throws IOException {
        Optional<PartRows.Unfinished> before = records.unfinished(by.platformId(), sha256);
        if (before.isPresent()) {
            UUID id = before.get().id();
            try {
                Part part = store.write(id).orElseThrow(Uploads::busy);
                part.empty();
                return extended(part);
            } catch (NoSuchFileException e) {
                records.abandon(id);
            }
        }
        UUID id = records.begin(by.platformId(), sha256, config.uploadTerm()).orElseThrow(Uploads::busy);
        return extended(store.create(id));
    }

    /** A part whose row has gone meanwhile would never be swept. */
    private Part extended(Part part) throws IOException {
        if (!records.extend(part.id(), config.uploadTerm())) {
            part.delete();
            part.close();
            throw busy();
        }
        return part;
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("upload");
    }

    private static ProblemException busy() {
        return ProblemException.of(
                ProblemType.UPLOAD_CONFLICT,
                "Another connection writes this upload. It is let go of when that one ends or has been silent for a minute.");
    }
}
