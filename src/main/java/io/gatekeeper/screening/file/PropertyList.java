package io.gatekeeper.screening.file;

import java.util.List;
import java.util.Map;

/** Reads a property list, in either of its forms, into maps, lists, texts and truth values. */
final class PropertyList {

    private PropertyList() {}

    /** The outermost dictionary; one of another kind is a broken file here. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(Bytes bytes, Budget budget) throws BrokenFileException {
        boolean binary = bytes.length() >= 8 && bytes.u4(0) == 0x696c7062L;
        Object value = binary ? new BinaryPropertyList(bytes, budget).read() : XmlPropertyList.read(bytes, budget);
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw bytes.broken("holds no dictionary", false);
    }

    static void tell(Object value, String where, Terms terms) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> {
                Facts.tell(terms, TermKind.PLIST_KEY, where, key.toString());
                tell(one, where, terms);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(one -> tell(one, where, terms));
        } else if (value instanceof String text) {
            Facts.tell(terms, TermKind.STRING, where, text);
        }
    }

    static String text(Map<String, Object> map, String key) {
        return map.get(key) instanceof String text ? text : null;
    }
}
