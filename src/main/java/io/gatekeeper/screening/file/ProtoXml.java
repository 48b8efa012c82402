package io.gatekeeper.screening.file;

import java.nio.charset.StandardCharsets;

/** Reads the manifest of an app bundle, an XmlNode of aapt's Resources.proto in the protobuf wire format. */
final class ProtoXml {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final Bytes bytes;
    private final Budget budget;
    private final Terms terms;
    private int at;
    private int elements;

    ProtoXml(Bytes bytes, Budget budget, Terms terms) {
        this.bytes = bytes;
        this.budget = budget;
        this.terms = terms;
    }

    /** The root element, or null when there is none. */
    XmlElement read() throws BrokenFileException {
        return node(bytes.length(), 0);
    }

    private XmlElement node(int end, int depth) throws BrokenFileException {
        XmlElement element = null;
        while (at < end) {
            long tag = varint();
            if (tag == (1 << 3 | LENGTH)) {
                element = element(length(end), depth);
            } else {
                skip(tag, end);
            }
        }
        return element;
    }

    private XmlElement element(int end, int depth) throws BrokenFileException {
        if (++elements > budget.limits().maxElements()
                || depth > budget.limits().maxDepth()) {
            throw bytes.broken("has more elements, or deeper ones, than are read", true);
        }
        String name = null;
        XmlElement content = XmlElement.named("");
        while (at < end) {
            long tag = varint();
            if (tag == (3 << 3 | LENGTH)) {
                name = text(end);
            } else if (tag == (4 << 3 | LENGTH)) {
                content.attributes().add(attribute(length(end)));
            } else if (tag == (5 << 3 | LENGTH)) {
                XmlElement child = node(length(end), depth + 1);
                if (child != null) {
                    content.children().add(child);
                }
            } else {
                skip(tag, end);
            }
        }
        return new XmlElement(name == null ? "" : name, content.attributes(), content.children());
    }

    private XmlAttribute attribute(int end) throws BrokenFileException {
        String name = "";
        String value = "";
        int id = 0;
        while (at < end) {
            long tag = varint();
            if (tag == (2 << 3 | LENGTH)) {
                name = text(end);
            } else if (tag == (3 << 3 | LENGTH)) {
                value = text(end);
                Facts.tell(terms, TermKind.STRING, bytes.where(), value);
            } else if (tag == (5 << 3 | VARINT)) {
                id = (int) varint();
            } else {
                skip(tag, end);
            }
        }
        return new XmlAttribute(name, id, XmlValue.of(value));
    }

    private String text(int end) throws BrokenFileException {
        int to = length(end);
        String text = new String(bytes.array(), at, to - at, StandardCharsets.UTF_8);
        at = to;
        return text;
    }

    /** The place behind the field of that length that begins here. */
    private int length(int end) throws BrokenFileException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw bytes.broken("a field reaches out of its message", false);
        }
        return at + (int) length;
    }

    private long varint() throws BrokenFileException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = bytes.u1(at++);
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw bytes.broken("a number does not end", false);
    }

    private void skip(long tag, int end) throws BrokenFileException {
        switch ((int) (tag & 7)) {
            case VARINT -> varint();
            case FIXED_64 -> at += 8;
            case LENGTH -> at = length(end);
            case FIXED_32 -> at += 4;
            default -> throw bytes.broken("is no manifest of a bundle", false);
        }
        bytes.place(at, 0);
    }
}
