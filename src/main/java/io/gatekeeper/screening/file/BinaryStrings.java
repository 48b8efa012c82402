package io.gatekeeper.screening.file;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string pool of a binary manifest or resource table (ResStringPool_header), read string by string. */
final class BinaryStrings {

    static final int TYPE = 1;
    static final BinaryStrings NONE = new BinaryStrings(new Bytes("", "", new byte[0], 0), 0, 0, 0, 0, 0, false);

    private static final int UTF8 = 1 << 8;

    private final Bytes bytes;
    private final int count;
    private final long offsetsAt;
    private final long stringsAt;
    private final long end;
    private final boolean utf8;
    private final Map<Integer, String> read = new HashMap<>();
    private long left;

    private BinaryStrings(Bytes bytes, int count, long offsetsAt, long stringsAt, long end, long left, boolean utf8) {
        this.bytes = bytes;
        this.count = count;
        this.offsetsAt = offsetsAt;
        this.stringsAt = stringsAt;
        this.end = end;
        this.left = left;
        this.utf8 = utf8;
    }

    static BinaryStrings at(Bytes bytes, long at, Problems problems, String code) throws BrokenFileException {
        long size = bytes.u4(at + 4);
        bytes.place(at, size);
        long told = bytes.u4(at + 8);
        long offsetsAt = at + bytes.u2(at + 2);
        long stringsAt = at + bytes.u4(at + 20);
        long room = Math.max(0, (Math.min(stringsAt, at + size) - offsetsAt) / 4);
        if (told > room) {
            problems.add(
                    code, bytes.where(), "a string pool tells " + told + " strings and has room for " + room, true);
        }
        // Strings do not overlap in a pool that a tool has written, so to read them all costs no more than their bytes.
        long left = size * 2;
        boolean utf8 = (bytes.u4(at + 16) & UTF8) != 0;
        return new BinaryStrings(bytes, (int) Math.min(told, room), offsetsAt, stringsAt, at + size, left, utf8);
    }

    int count() {
        return count;
    }

    /** The string, or null when the pool has none of this number. */
    String get(long index) throws BrokenFileException {
        if (index < 0 || index >= count) {
            return null;
        }
        String known = read.get((int) index);
        if (known == null) {
            known = decode(index);
            read.put((int) index, known);
        }
        return known;
    }

    private String decode(long index) throws BrokenFileException {
        long at = stringsAt + bytes.u4(offsetsAt + 4 * index);
        long length;
        if (utf8) {
            at += (bytes.u1(at) & 0x80) != 0 ? 2 : 1;
            boolean two = (bytes.u1(at) & 0x80) != 0;
            length = two ? (bytes.u1(at) & 0x7f) << 8 | bytes.u1(at + 1) : bytes.u1(at);
            at += two ? 2 : 1;
        } else {
            boolean two = (bytes.u2(at) & 0x8000) != 0;
            length = 2L * (two ? (long) (bytes.u2(at) & 0x7fff) << 16 | bytes.u2(at + 2) : bytes.u2(at));
            at += two ? 4 : 2;
        }
        if (at + length > end) {
            throw bytes.broken("a string reaches out of its pool", false);
        }
        left -= length;
        if (left < 0) {
            throw bytes.broken("the strings of a pool overlap", true);
        }
        int from = bytes.place(at, length);
        return new String(bytes.array(), from, (int) length, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE);
    }

    /** Lets every string be heard. */
    void tell(Terms terms, Budget budget) throws BrokenFileException {
        for (int index = 0; index < count; index++) {
            if ((index & 0xfff) == 0) {
                budget.checkTime(bytes.where());
            }
            String known = read.get(index);
            byte[] text = (known == null ? decode(index) : known).getBytes(StandardCharsets.UTF_8);
            if (text.length > 0) {
                terms.term(TermKind.STRING, bytes.where(), text, 0, text.length);
            }
        }
    }
}
