package io.gatekeeper.screening.file;

/**
 * An entry of a zip as its central directory has it.
 *
 * @param header where the local header begins
 * @param data where the content begins, or -1 when the local header could not be read
 */
record ZipEntry(String name, int flags, int method, long crc, long compressedSize, long size, long header, long data) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    ZipEntry withData(long at) {
        return new ZipEntry(name, flags, method, crc, compressedSize, size, header, at);
    }

    /** Android takes whatever is not deflated as stored, so a reader that refuses other methods can be fooled. */
    boolean deflated() {
        return method == DEFLATED;
    }

    long end() {
        return data + compressedSize;
    }
}
