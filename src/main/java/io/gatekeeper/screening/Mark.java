package io.gatekeeper.screening;

/** A piece of text that gives something away, where it stands in the right place of a file. */
record Mark(MarkKind kind, String text) {

    /** With its surroundings it has to fit into what two blocks of a file have in common. */
    static final int MAX_LENGTH = 200;

    private static final int MIN_LENGTH = 3;

    Mark {
        if (!mayBe(text)) {
            throw new IllegalArgumentException("a mark is " + MIN_LENGTH + " to " + MAX_LENGTH
                    + " characters of printable ASCII without spaces, not " + text);
        }
    }

    static boolean mayBe(String text) {
        return text.length() >= MIN_LENGTH
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(one -> one > ' ' && one < 0x7f);
    }

    @Override
    public String toString() {
        return kind.word() + ":" + text;
    }
}
