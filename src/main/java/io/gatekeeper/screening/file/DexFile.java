package io.gatekeeper.screening.file;

/** Reads the strings of a dex file and the names of the classes it defines. */
final class DexFile {

    private static final int HEADER = 0x70;
    private static final int LITTLE_ENDIAN = 0x12345678;
    private static final int CLASS_DEF = 32;
    private static final int CHECK_EVERY = 0xfff;

    private final Bytes bytes;
    private final Budget budget;
    private final Terms terms;
    /** Strings do not overlap in an honest file, so reading each of them twice cannot cost more than twice the file. */
    private long left;

    private byte[] name = new byte[256];

    DexFile(Bytes bytes, Budget budget, Terms terms) {
        this.bytes = bytes;
        this.budget = budget;
        this.terms = terms;
        this.left = 3L * bytes.length();
    }

    static boolean begins(byte[] bytes, int length) {
        return length >= HEADER && bytes[0] == 'd' && bytes[1] == 'e' && bytes[2] == 'x' && bytes[3] == '\n';
    }

    void tell(Problems problems) throws BrokenFileException {
        if (!begins(bytes.array(), bytes.length())) {
            throw bytes.broken("does not begin as a dex file", false);
        }
        if (bytes.s4(0x28) != LITTLE_ENDIAN) {
            throw bytes.broken("is not little-endian", true);
        }
        if (bytes.u4(0x20) != bytes.length()) {
            problems.add(
                    "DEX_BROKEN", bytes.where(), "tells " + bytes.u4(0x20) + " bytes and has " + bytes.length(), false);
        }
        strings();
        classes();
    }

    private void strings() throws BrokenFileException {
        long count = bytes.u4(0x38);
        long ids = bytes.place(bytes.u4(0x3c), 4 * count);
        for (long one = 0; one < count; one++) {
            if ((one & CHECK_EVERY) == 0) {
                budget.checkTime(bytes.where());
            }
            int from = string(ids, one);
            int to = end(from);
            if (to > from) {
                terms.term(TermKind.STRING, bytes.where(), bytes.array(), from, to);
            }
        }
    }

    private void classes() throws BrokenFileException {
        long strings = bytes.place(bytes.u4(0x3c), 4 * bytes.u4(0x38));
        long types = bytes.place(bytes.u4(0x44), 4 * bytes.u4(0x40));
        long count = bytes.u4(0x60);
        long definitions = bytes.place(bytes.u4(0x64), CLASS_DEF * count);
        for (long one = 0; one < count; one++) {
            if ((one & CHECK_EVERY) == 0) {
                budget.checkTime(bytes.where());
            }
            long type = bytes.u4(definitions + CLASS_DEF * one);
            if (type >= bytes.u4(0x40)) {
                throw bytes.broken("a class has a type that is not there", false);
            }
            long string = bytes.u4(types + 4 * type);
            if (string >= bytes.u4(0x38)) {
                throw bytes.broken("a type has a name that is not there", false);
            }
            int from = string(strings, string);
            className(from, end(from));
        }
    }

    /** Where the text of a string begins, behind its length in UTF-16 units. */
    private int string(long ids, long index) throws BrokenFileException {
        int at = bytes.place(bytes.u4(ids + 4 * index), 1);
        int lengthBytes = 1;
        while (bytes.u1(at++) >= 0x80) {
            if (++lengthBytes > 5) {
                throw bytes.broken("a string has an endless length", true);
            }
        }
        return at;
    }

    private int end(int from) throws BrokenFileException {
        byte[] array = bytes.array();
        int to = from;
        int last = (int) Math.min(bytes.length(), from + left);
        while (to < last && array[to] != 0) {
            to++;
        }
        left -= to - from;
        if (to == last) {
            throw bytes.broken(to == bytes.length() ? "a string does not end" : "the strings overlap", true);
        }
        return to;
    }

    private void className(int from, int to) throws BrokenFileException {
        byte[] array = bytes.array();
        int length = to - from - 2;
        if (length < 1 || array[from] != 'L' || array[to - 1] != ';') {
            throw bytes.broken("a class has a name that is none", false);
        }
        if (name.length < length) {
            name = new byte[length * 2];
        }
        for (int one = 0; one < length; one++) {
            byte letter = array[from + 1 + one];
            name[one] = letter == '/' ? (byte) '.' : letter;
        }
        terms.term(TermKind.CLASS, bytes.where(), name, 0, length);
    }
}
