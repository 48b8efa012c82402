package io.gatekeeper.screening;

/** A piece of text that gives something away, where it stands in the right place of a file. */
record Mark(MarkKind kind, String text) {

    /** With its surroundings it has to fit into what two blocks of a file have in common. */
    static final int MAX_LENGTH = 200;

    Mark {
        if (text.length() < 3 || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a mark has 3 to " + MAX_LENGTH + " characters: " + text);
        }
        if (!text.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
            throw new IllegalArgumentException("a mark is of printable ASCII without spaces: " + text);
        }
    }

    @Override
    public String toString() {
        return kind.word() + ":" + text;
    }
}
