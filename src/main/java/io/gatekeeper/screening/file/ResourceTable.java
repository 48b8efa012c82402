package io.gatekeeper.screening.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the value that a resource (resources.arsc, ResTable_header) has in the default configuration. */
final class ResourceTable {

    private static final int TABLE = 0x0002;
    private static final int PACKAGE = 0x0200;
    private static final int TYPE = 0x0201;
    private static final int SPARSE = 1;
    private static final int OFFSET_16 = 2;
    private static final int COMPLEX = 1;
    private static final int COMPACT = 8;
    private static final int MAX_STEPS = 16;
    private static final int MAX_TYPES = 1 << 16;
    /** Of all searches together: a manifest asks for a handful of values. */
    private static final int MAX_SEARCH = 10_000_000;

    /** One chunk with the values of one type in one configuration. */
    private record TypeChunk(long at, boolean byDefault) {}

    private final Bytes bytes;
    private final Budget budget;
    private final Map<Integer, List<TypeChunk>> types = new HashMap<>();
    private BinaryStrings strings = BinaryStrings.NONE;
    private int chunks;
    private int steps;

    private ResourceTable(Bytes bytes, Budget budget) {
        this.bytes = bytes;
        this.budget = budget;
    }

    static ResourceTable none(Budget budget) {
        return new ResourceTable(new Bytes("", "", new byte[0], 0), budget);
    }

    /** The table with all that stood before a break, if there is one. */
    static ResourceTable read(Bytes bytes, Budget budget, Problems problems) {
        ResourceTable table = new ResourceTable(bytes, budget);
        try {
            if (bytes.u2(0) != TABLE) {
                throw bytes.broken("does not begin as a resource table", true);
            }
            table.chunks(bytes.u2(2), Math.min(bytes.u4(4), bytes.length()), 0, problems);
        } catch (BrokenFileException e) {
            problems.add(e);
        }
        return table;
    }

    BinaryStrings strings() {
        return strings;
    }

    private void chunks(long from, long end, int packageId, Problems problems) throws BrokenFileException {
        long at = from;
        while (at + 8 <= end) {
            budget.checkTime(bytes.where());
            long size = bytes.u4(at + 4);
            if (size < 8 || size > end - at) {
                throw bytes.broken("a chunk tells " + size + " bytes", true);
            }
            int type = bytes.u2(at);
            if (type == BinaryStrings.TYPE && packageId == 0 && strings == BinaryStrings.NONE) {
                strings = BinaryStrings.at(bytes, at, problems, "RESOURCES_BROKEN");
            } else if (type == PACKAGE && packageId == 0) {
                chunks(at + bytes.u2(at + 2), at + size, bytes.s4(at + 8) & 0xff, problems);
            } else if (type == TYPE && packageId != 0) {
                if (++chunks > MAX_TYPES) {
                    throw bytes.broken("has more types than are read", true);
                }
                types.computeIfAbsent(packageId << 8 | bytes.u1(at + 8), key -> new ArrayList<>())
                        .add(new TypeChunk(at, byDefault(at)));
            }
            at += size;
        }
    }

    private boolean byDefault(long at) throws BrokenFileException {
        long size = Math.min(bytes.u4(at + 20), 64);
        for (long offset = 4; offset < size; offset++) {
            if (bytes.u1(at + 20 + offset) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The value itself, or what it refers to; null when that is nowhere. */
    XmlValue resolve(XmlValue value) {
        XmlValue current = value;
        for (int step = 0; current != null && current.reference(); step++) {
            if (step == MAX_STEPS) {
                return null;
            }
            current = find(current.data());
        }
        return current;
    }

    private XmlValue find(int id) {
        // A configuration of its own is better than no value at all.
        XmlValue other = null;
        for (TypeChunk chunk : types.getOrDefault(id >>> 16, List.of())) {
            if (++steps > MAX_SEARCH) {
                return null;
            }
            try {
                XmlValue value = value(chunk.at(), id & 0xffff);
                if (value != null && chunk.byDefault()) {
                    return value;
                }
                other = other == null ? value : other;
            } catch (BrokenFileException e) {
                // A type that is broken has no value; the table as a whole was told of when it was read.
                continue;
            }
        }
        return other;
    }

    private XmlValue value(long chunk, int index) throws BrokenFileException {
        long offsets = chunk + bytes.u2(chunk + 2);
        int flags = bytes.u1(chunk + 9);
        long count = bytes.u4(chunk + 12);
        long offset = offset(offsets, flags, count, index);
        if (offset < 0) {
            return null;
        }
        long entry = chunk + bytes.u4(chunk + 16) + offset;
        int entryFlags = bytes.u2(entry + 2);
        if ((entryFlags & COMPACT) != 0) {
            return value(entryFlags >>> 8, bytes.s4(entry + 4));
        }
        if ((entryFlags & COMPLEX) != 0) {
            return null;
        }
        long at = entry + bytes.u2(entry);
        return value(bytes.u1(at + 3), bytes.s4(at + 4));
    }

    private long offset(long offsets, int flags, long count, int index) throws BrokenFileException {
        if ((flags & SPARSE) != 0) {
            for (long one = 0; one < Math.min(count, 0x1_0000) && ++steps < MAX_SEARCH; one++) {
                if (bytes.u2(offsets + 4 * one) == index) {
                    return 4L * bytes.u2(offsets + 4 * one + 2);
                }
            }
            return -1;
        }
        if (index >= count) {
            return -1;
        }
        if ((flags & OFFSET_16) != 0) {
            int offset = bytes.u2(offsets + 2L * index);
            return offset == 0xffff ? -1 : 4L * offset;
        }
        long offset = bytes.u4(offsets + 4L * index);
        return offset == 0xffff_ffffL ? -1 : offset;
    }

    private XmlValue value(int type, int data) throws BrokenFileException {
        return new XmlValue(type, data, type == XmlValue.STRING ? strings.get(data) : null);
    }
}
