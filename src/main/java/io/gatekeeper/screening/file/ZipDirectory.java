package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The central directory of a zip: what readers that do not look closer believe. */
final class ZipDirectory {

    private static final int HEADER = 46;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final long IN_ZIP64 = 0xffff_ffffL;

    private final ZipEnd end;
    private final List<ZipEntry> entries;
    private final Map<String, ZipEntry> byName;

    private ZipDirectory(ZipEnd end, List<ZipEntry> entries) {
        this.end = end;
        this.entries = entries;
        this.byName = new HashMap<>(entries.size() * 2);
        // Of two with one name the first is taken, as Android does.
        entries.forEach(entry -> byName.putIfAbsent(entry.name(), entry));
    }

    static ZipDirectory read(FileBytes file, Budget budget, Problems problems) throws IOException {
        ZipEnd end = ZipEnd.find(file, problems);
        if (end.directorySize() < 0 || end.directorySize() > budget.limits().maxDirectoryBytes()) {
            throw new BrokenFileException(
                    "LIMIT_SIZE", "", "a central directory of " + end.directorySize() + " bytes is not read", true);
        }
        if (end.directoryAt() < 0 || end.directoryAt() + end.directorySize() > end.at()) {
            throw new BrokenFileException("ZIP_BROKEN", "", "the central directory reaches past its end record", true);
        }
        if (end.directoryAt() + end.directorySize() < end.at()) {
            problems.add("ZIP_DATA_AFTER", "", "bytes between the central directory and its end record", true);
        }
        int size = (int) end.directorySize();
        Bytes directory = new Bytes("ZIP_BROKEN", "", file.read(end.directoryAt(), size), size);
        List<ZipEntry> entries = new ArrayList<>();
        int at = 0;
        while (at < size) {
            budget.checkTime("");
            if (entries.size() == budget.limits().maxEntries()) {
                problems.add("LIMIT_ENTRIES", "", "has more than " + entries.size() + " entries", true);
                break;
            }
            if (directory.s4(at) != HEADER_SIGNATURE) {
                problems.add("ZIP_BROKEN", "", "the central directory ends in something else", true);
                break;
            }
            entries.add(entry(directory, at, problems));
            at += HEADER + directory.u2(at + 28) + directory.u2(at + 30) + directory.u2(at + 32);
        }
        if (entries.size() != end.entries()) {
            problems.add("ZIP_BROKEN", "", "says it has " + end.entries() + " entries and has " + entries.size(), true);
        }
        return new ZipDirectory(end, entries);
    }

    private static ZipEntry entry(Bytes directory, int at, Problems problems) throws BrokenFileException {
        int nameLength = directory.u2(at + 28);
        String name = new String(
                directory.array(), directory.place(at + HEADER, nameLength), nameLength, StandardCharsets.UTF_8);
        long compressed = directory.u4(at + 20);
        long size = directory.u4(at + 24);
        long header = directory.u4(at + 42);
        if (compressed == IN_ZIP64 || size == IN_ZIP64 || header == IN_ZIP64) {
            int extra = at + HEADER + nameLength;
            int extraEnd = extra + directory.u2(at + 30);
            while (extra + 4 <= extraEnd && directory.u2(extra) != 1) {
                extra += 4 + directory.u2(extra + 2);
            }
            int value = extra + 4;
            if (value > extraEnd) {
                problems.add("ZIP_BROKEN", name, "lacks its zip64 sizes", true);
            } else {
                size = size == IN_ZIP64 ? directory.s8(value) : size;
                value += directory.u4(at + 24) == IN_ZIP64 ? 8 : 0;
                compressed = compressed == IN_ZIP64 ? directory.s8(value) : compressed;
                value += directory.u4(at + 20) == IN_ZIP64 ? 8 : 0;
                header = header == IN_ZIP64 ? directory.s8(value) : header;
            }
        }
        return new ZipEntry(
                name, directory.u2(at + 8), directory.u2(at + 10), directory.u4(at + 16), compressed, size, header, -1);
    }

    /** The same directory with other entries, when their places are known. */
    ZipDirectory with(List<ZipEntry> located) {
        return new ZipDirectory(end, located);
    }

    ZipEnd end() {
        return end;
    }

    List<ZipEntry> entries() {
        return entries;
    }

    ZipEntry find(String name) {
        return byName.get(name);
    }
}
