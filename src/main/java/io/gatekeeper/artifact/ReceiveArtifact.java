package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.MessageDigest;
import org.jboss.logging.Logger;

/** Takes in a body, and once the file is whole verifies and stores it. */
@ApplicationScoped
class ReceiveArtifact {

    private static final Logger LOG = Logger.getLogger(ReceiveArtifact.class);

    private final ArtifactRecords records;
    private final ArtifactStore store;
    private final ArtifactsConfig config;

    ReceiveArtifact(ArtifactRecords records, ArtifactStore store, ArtifactsConfig config) {
        this.records = records;
        this.store = store;
        this.config = config;
    }

    Received into(Part part, Uploader by, String sha256, Body body) throws IOException {
        MessageDigest digest = Digests.sha256();
        if (body.isLast()) {
            part.digest(digest);
        }
        receive(part, body, digest);
        if (!body.isLast()) {
            part.force();
            UploadView stands = new UploadView(
                    sha256,
                    part.size(),
                    false,
                    records.unfinished(by.platformId(), sha256)
                            .map(PartRows.Unfinished::expiresAt)
                            .orElse(null));
            return new Received.Partly(stands);
        }
        verify(part, sha256, Digests.hex(digest));
        long size = part.size();
        part.keep(sha256);
        boolean isNew = records.stored(part.id(), sha256, size, by);
        removeRest(part);
        return new Received.Whole(records.find(sha256).orElseThrow(), isNew);
    }

    private void receive(Part part, Body body, MessageDigest digest) throws IOException {
        try {
            body.into(part, config.maxSize().asLongValue(), digest);
        } catch (ProblemException refused) {
            if (refused.type() == ProblemType.BODY_TOO_LARGE) {
                discard(part);
            }
            throw refused;
        }
    }

    private void verify(Part part, String sha256, String found) throws IOException {
        if (part.size() == 0) {
            discard(part);
            throw ProblemException.invalid("", "must not be empty");
        }
        if (!found.equals(sha256)) {
            discard(part);
            throw ProblemException.of(
                            ProblemType.DIGEST_MISMATCH,
                            "The file has the SHA-256 " + found + ", not " + sha256 + ". Nothing of it is kept.")
                    .at("sha256", "is not the digest of the file, which is " + found);
        }
    }

    /** What the store still has of the part is of no use to anybody; if it cannot go now, the sweeper finds it. */
    private void removeRest(Part part) {
        try {
            store.remove(part.id());
        } catch (IOException e) {
            LOG.warnf("the rest of upload %s is left to the sweeper: %s", part.id(), e.getMessage());
        }
    }

    private void discard(Part part) throws IOException {
        part.delete();
        records.abandon(part.id());
    }
}
