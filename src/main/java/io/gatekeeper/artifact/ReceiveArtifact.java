package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.MessageDigest;

/** Takes in a body, and once the file is whole verifies and stores it. */
@ApplicationScoped
class ReceiveArtifact {

    private final ArtifactRecords records;
    private final ArtifactDirectory directory;
    private final ArtifactsConfig config;

    ReceiveArtifact(ArtifactRecords records, ArtifactDirectory directory, ArtifactsConfig config) {
        this.records = records;
        this.directory = directory;
        this.config = config;
    }

    Received into(Part part, Uploader by, String sha256, Body body) throws IOException {
        MessageDigest digest = Digests.sha256();
        if (body.isLast()) {
            part.digest(digest);
        }
        receive(part, body, digest);
        if (!body.isLast()) {
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
        directory.keep(part, sha256);
        boolean isNew = records.stored(part.id(), sha256, size, by);
        return new Received.Whole(records.find(sha256).orElseThrow(), isNew);
    }

    private void receive(Part part, Body body, MessageDigest digest) throws IOException {
        try {
            part.append(body.content(), config.maxSize().asLongValue(), body.length(), digest);
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

    private void discard(Part part) throws IOException {
        part.delete();
        records.abandon(part.id());
    }
}
