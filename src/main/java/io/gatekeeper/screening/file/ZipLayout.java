package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the central directory against the local headers, and finds what no honest tool writes. */
final class ZipLayout {

    private static final int LOCAL = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 8;

    private final FileBytes file;
    private final Budget budget;
    private final Problems problems;

    ZipLayout(FileBytes file, Budget budget, Problems problems) {
        this.file = file;
        this.budget = budget;
        this.problems = problems;
    }

    /** The directory with its entries in the order of the file, each with the place of its content. */
    ZipDirectory locate(ZipDirectory directory) throws IOException {
        Set<String> names = new HashSet<>();
        List<ZipEntry> located = new ArrayList<>(directory.entries().size());
        List<ZipEntry> inFile = new ArrayList<>(directory.entries());
        directory.entries().forEach(entry -> checkName(entry, names));
        inFile.sort(Comparator.comparingLong(ZipEntry::header));
        long free = 0;
        for (ZipEntry entry : inFile) {
            budget.checkTime(entry.name());
            ZipEntry at = locate(entry, directory.end().directoryAt());
            if (at.data() >= 0) {
                if (at.header() < free) {
                    problems.add("ZIP_OVERLAP", at.name(), "shares bytes with another entry", true);
                } else if (free == 0 && at.header() > 0) {
                    problems.add("ZIP_DATA_BEFORE", "", at.header() + " bytes before the first entry", true);
                }
                free = Math.max(free, at.end());
            }
            located.add(at);
        }
        return directory.with(located);
    }

    private void checkName(ZipEntry entry, Set<String> names) {
        String name = entry.name();
        if (!names.add(name)) {
            problems.add("ZIP_DUPLICATE", name, "a second entry of this name", true);
        }
        if (name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || name.matches("[A-Za-z]:.*")
                || Arrays.asList(name.split("/")).contains("..")) {
            problems.add("ZIP_PATH", name, "a name that leads out of the package or hides where it leads", true);
        }
        if (name.indexOf('\ufffd') >= 0) {
            problems.add("ZIP_NAME", name, "the name is not UTF-8", false);
        }
        if ((entry.flags() & ENCRYPTED) != 0) {
            problems.add("ZIP_ENCRYPTED", name, "is marked as encrypted, which Android ignores", true);
        }
        if (entry.method() != ZipEntry.STORED && entry.method() != ZipEntry.DEFLATED) {
            problems.add("ZIP_METHOD", name, "method " + entry.method() + ", which Android takes as stored", true);
        }
    }

    private ZipEntry locate(ZipEntry entry, long directoryAt) throws IOException {
        if (entry.header() < 0
                || entry.header() + LOCAL > directoryAt
                || entry.compressedSize() < 0
                || entry.size() < 0) {
            problems.add("ZIP_BROKEN", entry.name(), "points out of the file", true);
            return entry;
        }
        Bytes local = new Bytes("ZIP_BROKEN", entry.name(), file.read(entry.header(), LOCAL), LOCAL);
        if (local.s4(0) != LOCAL_SIGNATURE) {
            problems.add("ZIP_BROKEN", entry.name(), "points to no local header", true);
            return entry;
        }
        int nameLength = local.u2(26);
        ZipEntry located = entry.withData(entry.header() + LOCAL + nameLength + local.u2(28));
        if (located.data() > directoryAt || located.compressedSize() > directoryAt - located.data()) {
            problems.add("ZIP_SIZE_LIES", entry.name(), "reaches into the central directory", true);
            return entry;
        }
        compare(located, local, new String(file.read(entry.header() + LOCAL, nameLength), StandardCharsets.UTF_8));
        return located;
    }

    private void compare(ZipEntry entry, Bytes local, String name) throws BrokenFileException {
        if (!name.equals(entry.name())) {
            problems.add("ZIP_HEADERS_DIFFER", entry.name(), "its local header has the name " + name, true);
        }
        if (local.u2(8) != entry.method() || ((local.u2(6) ^ entry.flags()) & ENCRYPTED) != 0) {
            problems.add("ZIP_HEADERS_DIFFER", entry.name(), "its local header has another method", true);
        }
        long compressed = local.u4(18);
        long size = local.u4(22);
        boolean follow = (local.u2(6) & SIZES_FOLLOW) != 0;
        boolean differ = compressed != 0xffff_ffffL
                && size != 0xffff_ffffL
                && (compressed != entry.compressedSize() || size != entry.size() || local.u4(14) != entry.crc());
        boolean none = follow && compressed == 0 && size == 0;
        if (differ && !none) {
            problems.add("ZIP_SIZE_LIES", entry.name(), "its local header has another size or checksum", true);
        }
    }
}
