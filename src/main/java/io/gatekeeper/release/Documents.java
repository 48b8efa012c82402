package io.gatekeeper.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Reads and writes the JSON this package stores. */
@ApplicationScoped
class Documents {

    private final ObjectMapper json;

    Documents(ObjectMapper json) {
        this.json = json;
    }

    StoredSubmission store(Submission submission) {
        return StoredSubmission.of(write(submission));
    }

    Submission submission(String stored) {
        return read(stored, Submission.class);
    }

    DecisionDocument decision(String stored) {
        return read(stored, DecisionDocument.class);
    }

    /** The part of a decision that readers of a request are shown, at the cost of that part. */
    DecisionDocument.Shown shown(StoredText stored) {
        return read(stored.text(), DecisionDocument.Shown.class);
    }

    String write(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(document.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    byte[] bytes(Object document) {
        return write(document).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T read(String stored, Class<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON of " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
