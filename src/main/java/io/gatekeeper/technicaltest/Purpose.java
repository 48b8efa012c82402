package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;

/** Reads from a query why something confidential is read; it is recorded with the read. */
final class Purpose {

    private static final int LONGEST = 500;

    private Purpose() {}

    /** Null for none. */
    static String of(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw ProblemException.invalid("purpose", "must be at most " + LONGEST + " characters of text");
        }
        return text.strip();
    }
}
