package io.gatekeeper.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    static StoredSubmission of(Submission submission, ObjectMapper mapper) {
        try {
            String json = mapper.writeValueAsString(submission);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return new StoredSubmission(json, HexFormat.of().formatHex(digest));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a submission that was read can be written", e);
        }
    }
}
