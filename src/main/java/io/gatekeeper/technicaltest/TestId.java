package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import java.util.UUID;

/** Reads the id of a technical test from a path; what is no id answers as an absent one. */
final class TestId {

    private TestId() {}

    static UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("technical test");
        }
    }
}
