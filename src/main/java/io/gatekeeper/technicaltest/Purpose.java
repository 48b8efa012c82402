package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;

/** Why somebody reads what is confidential, as it is recorded. */
final class Purpose {

    private static final int LONGEST = 500;

    private Purpose() {}

    /** @param text the query parameter; nothing is null, like an absent one */
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
