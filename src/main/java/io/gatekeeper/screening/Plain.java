package io.gatekeeper.screening;

import java.util.List;

/**
 * Texts of a file as a report may hold them: a stranger wrote them, so they are of bounded length and without anything
 * that a database or a terminal takes for more than text.
 */
final class Plain {

    static final int MAX_LENGTH = 300;

    private Plain() {}

    /** The text with its control characters and halves of characters replaced, cut at {@link #MAX_LENGTH}; null stays. */
    static String text(String text) {
        if (text == null) {
            return null;
        }
        int[] plain = text.codePoints()
                .limit(MAX_LENGTH + 1L)
                .map(one -> Character.isISOControl(one) || Character.getType(one) == Character.SURROGATE ? 0xfffd : one)
                .toArray();
        return plain.length <= MAX_LENGTH
                ? new String(plain, 0, plain.length)
                : new String(plain, 0, MAX_LENGTH - 1) + "…";
    }

    static List<String> texts(List<String> texts, int most) {
        return texts.stream().limit(most).map(Plain::text).toList();
    }
}
