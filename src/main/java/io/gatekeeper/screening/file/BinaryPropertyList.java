package io.gatekeeper.screening.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a binary property list ({@code bplist00}) whose objects refer to each other.
 *
 * <p>What is met again by another way counts again against the limit, or a file of a hundred bytes could hold more
 * objects than there is memory.
 */
final class BinaryPropertyList {

    private static final int TRAILER = 32;

    private final Bytes bytes;
    private final Budget budget;
    private int offsetSize;
    private int referenceSize;
    private long objects;
    private long offsetsAt;
    private int met;
    private long letters;

    BinaryPropertyList(Bytes bytes, Budget budget) {
        this.bytes = bytes;
        this.budget = budget;
    }

    Object read() throws BrokenFileException {
        long trailer = bytes.length() - TRAILER;
        offsetSize = bytes.u1(trailer + 6);
        referenceSize = bytes.u1(trailer + 7);
        objects = number(trailer + 8, 8);
        offsetsAt = number(trailer + 24, 8);
        if (offsetSize < 1 || offsetSize > 8 || referenceSize < 1 || referenceSize > 8 || objects > bytes.length()) {
            throw bytes.broken("has a broken trailer", false);
        }
        bytes.place(offsetsAt, objects * offsetSize);
        return object(number(trailer + 16, 8), 0);
    }

    private Object object(long index, int depth) throws BrokenFileException {
        if (++met > budget.limits().maxElements() || depth > budget.limits().maxDepth()) {
            throw bytes.broken("has more values, or deeper ones, than are read", true);
        }
        if (index < 0 || index >= objects) {
            throw bytes.broken("refers to a value that is not there", false);
        }
        long at = number(offsetsAt + index * offsetSize, offsetSize);
        int marker = bytes.u1(at);
        int kind = marker >>> 4;
        long count = marker & 0xf;
        long body = at + 1;
        if (count == 0xf && kind >= 4) {
            int size = 1 << (bytes.u1(body) & 0xf);
            count = number(body + 1, Math.min(size, 8));
            body += 1 + size;
        }
        return switch (kind) {
            case 0 -> marker == 9 ? Boolean.TRUE : marker == 8 ? Boolean.FALSE : "";
            case 1 -> Long.toString(number(body, 1 << Math.min(count, 3)));
            case 5 -> text(body, count, false);
            case 6, 7 -> text(body, kind == 6 ? limited(count) * 2 : count, kind == 6);
            case 10, 11, 12 -> list(body, count, depth);
            case 13 -> map(body, count, depth);
            default -> "";
        };
    }

    private String text(long at, long length, boolean wide) throws BrokenFileException {
        int from = bytes.place(at, length);
        letters += length;
        if (letters > 2L * bytes.length()) {
            throw bytes.broken("tells its texts again and again", true);
        }
        return new String(bytes.array(), from, (int) length, wide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    }

    private List<Object> list(long at, long count, int depth) throws BrokenFileException {
        bytes.place(at, limited(count) * referenceSize);
        List<Object> list = new ArrayList<>();
        for (long one = 0; one < count; one++) {
            list.add(object(number(at + one * referenceSize, referenceSize), depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(long at, long count, int depth) throws BrokenFileException {
        bytes.place(at, 2 * limited(count) * referenceSize);
        Map<String, Object> map = new LinkedHashMap<>();
        for (long one = 0; one < count; one++) {
            Object key = object(number(at + one * referenceSize, referenceSize), depth + 1);
            Object value = object(number(at + (count + one) * referenceSize, referenceSize), depth + 1);
            map.put(key instanceof String text ? text : "", value);
        }
        return map;
    }

    private long limited(long count) throws BrokenFileException {
        if (count < 0 || count > bytes.length()) {
            throw bytes.broken("tells of more values than it has room for", true);
        }
        return count;
    }

    /** Big-endian, unlike every other number that this package reads. */
    private long number(long at, int size) throws BrokenFileException {
        long value = 0;
        for (int one = 0; one < size; one++) {
            value = value << 8 | bytes.u1(at + one);
        }
        return value;
    }
}
