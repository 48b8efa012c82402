package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * What a call brings of a file.
 *
 * @param length what the call says of its length, or -1
 * @param isLast whether the file is whole with it
 */
record Body(InputStream content, long length, boolean isLast) {

    private static final int BUFFER = 128 * 1024;

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

    /**
     * Appends what it brings, through one buffer however much it is. What arrived before a connection broke stays.
     *
     * @param most how large the part may become, in bytes
     */
    void into(Part part, long most, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = part.size();
        long arrived = 0;
        for (int n = read(buffer); n >= 0; n = read(buffer)) {
            arrived += n;
            size += n;
            if (size > most) {
                throw ProblemException.of(
                        ProblemType.BODY_TOO_LARGE, "A file may have " + most + " bytes; this one has more.");
            }
            digest.update(buffer, 0, n);
            part.append(buffer, n);
        }
        if (arrived < length) {
            throw broken();
        }
    }

    private int read(byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw broken();
        }
    }

    private static ProblemException broken() {
        return ProblemException.of(
                ProblemType.INVALID_REQUEST,
                "The body ended before its end. What arrived is kept; ask for its length and go on from there.");
    }
}
