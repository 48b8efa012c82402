package io.gatekeeper.release;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the values of fields in a JSON object this package stored, without reading the values themselves. */
final class StoredFields {

    private final byte[] json;
    private int at;

    private StoredFields(byte[] json) {
        this.json = json;
    }

    /** Where a value begins, and where it has ended. */
    record Span(int from, int to) {}

    /**
     * The values of some fields of an object, of those that stand before another field.
     *
     * @param json written without white space, by this package
     * @param end  the name of a field behind which none of them is, so that nobody need read on
     * @return an element for each name; null for a field that is not there
     */
    static Span[] before(byte[] end, byte[] json, byte[]... names) {
        return new StoredFields(json).find(end, names);
    }

    static byte[] name(String name) {
        return ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private Span[] find(byte[] end, byte[]... names) {
        Span[] found = new Span[names.length];
        int open = names.length;
        expect('{');
        while (open > 0 && json[at] != '}') {
            int name = at;
            skipString();
            int nameEnd = at;
            if (is(end, name, nameEnd)) {
                return found;
            }
            expect(':');
            int value = at;
            skipValue();
            for (int i = 0; i < names.length; i++) {
                if (is(names[i], name, nameEnd)) {
                    found[i] = new Span(value, at);
                    open--;
                }
            }
            if (json[at] == ',') {
                at++;
            }
        }
        return found;
    }

    private boolean is(byte[] name, int from, int to) {
        return Arrays.equals(json, from, to, name, 0, name.length);
    }

    private void expect(char c) {
        if (json[at++] != c) {
            throw new IllegalStateException("stored JSON has no '" + c + "' at " + (at - 1));
        }
    }

    /** To the end of a value of any kind: outside of strings, brackets tell how deep it goes. */
    private void skipValue() {
        int depth = 0;
        while (true) {
            byte c = json[at];
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (depth == 0 && (c == ',' || c == '}')) {
                return;
            } else {
                if (c == '}' || c == ']') {
                    depth--;
                }
                at++;
            }
        }
    }

    private void skipString() {
        at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
    }
}
