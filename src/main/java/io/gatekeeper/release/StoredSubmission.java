package io.gatekeeper.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A submission as stored.
 *
 * @param json   the submission in the gate's own field order, so that white space and order make no difference
 * @param digest SHA-256 over it in hex: equal for a repetition, different for a correction
 */
record StoredSubmission(String json, String digest) {

    static StoredSubmission of(String json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return new StoredSubmission(json, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
