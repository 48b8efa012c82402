package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;

/**
 * What a call brings of a file.
 *
 * @param length what the call says of its length, or -1
 * @param isLast whether the file is whole with it
 */
record Body(InputStream content, long length, boolean isLast) {

    /** @param uploadComplete a structured boolean (RFC 9651, section 3.3.6) */
    static Body of(InputStream content, HttpHeaders headers, String uploadComplete) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return new Body(content, length == null ? -1 : Long.parseLong(length), isLast(uploadComplete));
    }

    private static boolean isLast(String uploadComplete) {
        if ("?1".equals(uploadComplete)) {
            return true;
        }
        if ("?0".equals(uploadComplete)) {
            return false;
        }
        throw ProblemException.invalid("Upload-Complete", "must be ?1 when the file is whole with this body, else ?0");
    }
}
