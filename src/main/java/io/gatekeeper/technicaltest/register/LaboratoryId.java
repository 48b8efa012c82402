package io.gatekeeper.technicaltest.register;

import io.gatekeeper.http.ProblemException;
import java.util.regex.Pattern;

/** A laboratory's id, as its tokens name its organisation. */
final class LaboratoryId {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private LaboratoryId() {}

    /** One that is none is as absent as one nobody has registered. */
    static String parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw ProblemException.notFound("laboratory");
        }
        return text;
    }

    /** @throws ProblemException naming the parameter, for one that is about to be registered */
    static String demand(String text) {
        if (!FORM.matcher(text).matches()) {
            throw ProblemException.invalid(
                    "laboratory", "must be 1 to 100 letters, digits, dots, dashes or underlines");
        }
        return text;
    }
}
