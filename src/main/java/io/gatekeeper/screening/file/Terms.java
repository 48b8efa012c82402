package io.gatekeeper.screening.file;

/** Hears every piece of text of a file once, in no particular order. */
public interface Terms {

    /**
     * @param where the zip entry
     * @param bytes lent for the length of the call only
     * @param from the first byte
     * @param to the byte after the last
     */
    void term(TermKind kind, String where, byte[] bytes, int from, int to);
}
