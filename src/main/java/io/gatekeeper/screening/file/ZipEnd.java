package io.gatekeeper.screening.file;

import java.io.IOException;

/**
 * The end of a zip, where its central directory is told (APPNOTE 4.3.14 to 4.3.16).
 *
 * @param directoryAt where the central directory begins
 * @param at where the first of the end records begins
 */
record ZipEnd(long directoryAt, long directorySize, long entries, long at) {

    private static final int RECORD = 22;
    private static final int RECORD_SIGNATURE = 0x06054b50;
    private static final int LOCATOR = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int RECORD_64_SIGNATURE = 0x06064b50;
    private static final int MAX_COMMENT = 0xffff;

    static ZipEnd find(FileBytes file, Problems problems) throws IOException {
        int length = (int) Math.min(file.size(), RECORD + MAX_COMMENT);
        long tailAt = file.size() - length;
        Bytes tail = new Bytes("ZIP_BROKEN", "", file.read(tailAt, length), length);
        int found = -1;
        for (int at = length - RECORD; at >= 0; at--) {
            if (tail.s4(at) != RECORD_SIGNATURE) {
                continue;
            }
            int behind = length - at - RECORD - tail.u2(at + 20);
            if (found < 0 && behind >= 0) {
                found = at;
                if (behind > 0) {
                    problems.add("ZIP_DATA_AFTER", "", behind + " bytes follow the end of the zip", true);
                }
            } else if (found >= 0 && tail.u4(at + 12) + tail.u4(at + 16) == tailAt + at && tail.u2(at + 10) > 0) {
                problems.add("ZIP_TWO_ENDS", "", "a second end record stands in the comment of the first", true);
            }
        }
        if (found < 0) {
            throw new BrokenFileException("FILE_UNKNOWN", "", "is no zip, or is cut off", false);
        }
        if (tail.u2(found + 4) != 0 && tail.u2(found + 4) != 0xffff) {
            problems.add("ZIP_BROKEN", "", "says that it is one disk of several", true);
        }
        ZipEnd end = new ZipEnd(tail.u4(found + 16), tail.u4(found + 12), tail.u2(found + 10), tailAt + found);
        return end.zip64(file);
    }

    private ZipEnd zip64(FileBytes file) throws IOException {
        if (at < LOCATOR) {
            return this;
        }
        Bytes locator = new Bytes("ZIP_BROKEN", "", file.read(at - LOCATOR, LOCATOR), LOCATOR);
        if (locator.s4(0) != LOCATOR_SIGNATURE) {
            return this;
        }
        long recordAt = locator.s8(8);
        Bytes record = new Bytes("ZIP_BROKEN", "", file.read(recordAt, 56), 56);
        if (record.s4(0) != RECORD_64_SIGNATURE) {
            throw locator.broken("the zip64 locator points to no zip64 record", true);
        }
        return new ZipEnd(
                directoryAt == 0xffff_ffffL ? record.s8(48) : directoryAt,
                directorySize == 0xffff_ffffL ? record.s8(40) : directorySize,
                entries == 0xffff ? record.s8(32) : entries,
                recordAt);
    }
}
