package io.gatekeeper.screening.file;

import java.util.ArrayDeque;
import java.util.Deque;

/** Reads a binary manifest (ResXMLTree_header): chunks of strings, resource numbers and elements. */
final class BinaryXml {

    private static final int XML = 0x0003;
    private static final int NUMBERS = 0x0180;
    private static final int START = 0x0102;
    private static final int END = 0x0103;
    private static final int ATTRIBUTE = 20;

    private final Bytes bytes;
    private final Budget budget;
    private final Problems problems;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private BinaryStrings strings = BinaryStrings.NONE;
    private long numbersAt;
    private long numbers;
    private XmlElement root;
    private int elements;

    BinaryXml(Bytes bytes, Budget budget, Problems problems) {
        this.bytes = bytes;
        this.budget = budget;
        this.problems = problems;
    }

    BinaryStrings strings() {
        return strings;
    }

    /** The root element, with what stood before a break when there is one, or null. */
    XmlElement read() {
        try {
            if (bytes.u2(0) != XML) {
                problems.add("MANIFEST_BROKEN", bytes.where(), "does not begin as a binary manifest", true);
            }
            long told = bytes.u4(4);
            if (told != bytes.length()) {
                problems.add(
                        "MANIFEST_BROKEN", bytes.where(), "tells " + told + " bytes and has " + bytes.length(), true);
            }
            chunks(bytes.u2(2), Math.min(told, bytes.length()));
            if (!open.isEmpty()) {
                problems.add("MANIFEST_BROKEN", bytes.where(), "ends with open elements", true);
            }
        } catch (BrokenFileException e) {
            problems.add(e);
        }
        return root;
    }

    private void chunks(long from, long end) throws BrokenFileException {
        long at = from;
        while (at + 8 <= end) {
            budget.checkTime(bytes.where());
            long size = bytes.u4(at + 4);
            if (size < 8 || size > end - at) {
                throw bytes.broken("a chunk tells " + size + " bytes", true);
            }
            switch (bytes.u2(at)) {
                case BinaryStrings.TYPE -> {
                    if (strings != BinaryStrings.NONE) {
                        throw bytes.broken("has two string pools", true);
                    }
                    strings = BinaryStrings.at(bytes, at, problems, "MANIFEST_BROKEN");
                }
                case NUMBERS -> {
                    numbersAt = at + bytes.u2(at + 2);
                    numbers = Math.max(0, (at + size - numbersAt) / 4);
                }
                case START -> start(at, size);
                case END -> open.pollLast();
                default -> {
                    // Namespaces and text say nothing here, and Android skips what it does not know.
                }
            }
            at += size;
        }
    }

    private void start(long at, long size) throws BrokenFileException {
        if (++elements > budget.limits().maxElements()
                || open.size() >= budget.limits().maxDepth()) {
            throw bytes.broken("has more elements, or deeper ones, than are read", true);
        }
        long body = at + bytes.u2(at + 2);
        XmlElement element = XmlElement.named(strings.get(bytes.u4(body + 4)));
        long first = body + bytes.u2(body + 8);
        int stride = bytes.u2(body + 10);
        int count = bytes.u2(body + 12);
        if (count > 0 && (stride < ATTRIBUTE || first + (long) stride * count > at + size)) {
            throw bytes.broken("an element's attributes reach out of it", true);
        }
        for (int index = 0; index < count; index++) {
            element.attributes().add(attribute(first + (long) stride * index));
        }
        if (!open.isEmpty()) {
            open.peekLast().children().add(element);
        } else if (root == null) {
            root = element;
        } else {
            throw bytes.broken("has two roots", true);
        }
        open.addLast(element);
    }

    private XmlAttribute attribute(long at) throws BrokenFileException {
        long name = bytes.u4(at + 4);
        int id = name < numbers ? bytes.s4(numbersAt + 4 * name) : 0;
        int type = bytes.u1(at + 15);
        int data = bytes.s4(at + 16);
        String text = type == XmlValue.STRING ? strings.get(data) : strings.get(bytes.u4(at + 8));
        return new XmlAttribute(strings.get(name), id, new XmlValue(type, data, text));
    }
}
