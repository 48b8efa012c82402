package io.gatekeeper.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * How far an upload has come.
 *
 * @param offset    how many bytes there are, and so where to go on
 * @param complete  whether the file is whole, verified and stored
 * @param expiresAt until when the next part is waited for; null once complete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(String sha256, long offset, boolean complete, Instant expiresAt) {

    static UploadView of(StoredArtifact whole) {
        return new UploadView(whole.sha256(), whole.sizeBytes(), true, null);
    }
}
