package io.gatekeeper.release;

import java.nio.charset.StandardCharsets;

/** A stored text as the database sends it, in UTF-8; most of what is stored goes into answers byte by byte. */
final class StoredText {

    private final byte[] utf8;
    private final String text;

    private StoredText(byte[] utf8, String text) {
        this.utf8 = utf8;
        this.text = text;
    }

    /** @param utf8 which nobody changes any more */
    static StoredText of(byte[] utf8) {
        return new StoredText(utf8, null);
    }

    static StoredText of(String text) {
        return new StoredText(null, text);
    }

    byte[] utf8() {
        return utf8 == null ? text.getBytes(StandardCharsets.UTF_8) : utf8;
    }

    String text() {
        return text == null ? new String(utf8, StandardCharsets.UTF_8) : text;
    }
}
