package io.gatekeeper.screening.file;

/** Little-endian numbers in a range of bytes; a place outside it is a broken file, not an error of ours. */
final class Bytes {

    private final String code;
    private final String where;
    private final byte[] bytes;
    private final int length;

    Bytes(String code, String where, byte[] bytes, int length) {
        this.code = code;
        this.where = where;
        this.bytes = bytes;
        this.length = length;
    }

    String where() {
        return where;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    int u1(long at) throws BrokenFileException {
        return bytes[place(at, 1)] & 0xff;
    }

    int u2(long at) throws BrokenFileException {
        int from = place(at, 2);
        return bytes[from] & 0xff | (bytes[from + 1] & 0xff) << 8;
    }

    int s4(long at) throws BrokenFileException {
        int from = place(at, 4);
        return bytes[from] & 0xff
                | (bytes[from + 1] & 0xff) << 8
                | (bytes[from + 2] & 0xff) << 16
                | bytes[from + 3] << 24;
    }

    long u4(long at) throws BrokenFileException {
        return s4(at) & 0xffff_ffffL;
    }

    long s8(long at) throws BrokenFileException {
        return u4(at) | (long) s4(at + 4) << 32;
    }

    /** The place itself, once it is known that so many bytes follow it. */
    int place(long at, long size) throws BrokenFileException {
        if (at < 0 || size < 0 || at > length || size > length - at) {
            throw broken("points to byte " + at + " of " + length, false);
        }
        return (int) at;
    }

    BrokenFileException broken(String detail, boolean hostile) {
        return new BrokenFileException(code, where, detail, hostile);
    }
}
