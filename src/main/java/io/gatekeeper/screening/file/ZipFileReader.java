package io.gatekeeper.screening.file;

import java.io.IOException;
import java.util.Arrays;

/** Reads the entries of one zip: whole within a limit, or in blocks. */
final class ZipFileReader {

    private static final int BLOCK = 1 << 17;
    private static final int OVERLAP = 255;
    /** What is trusted of a told size before bytes have come. */
    private static final int FIRST = 1 << 20;

    private final FileBytes file;
    private final ZipDirectory directory;
    private final Budget budget;
    private final Problems problems;
    private final byte[] block = new byte[BLOCK];

    ZipFileReader(FileBytes file, Budget budget, Problems problems) throws IOException {
        this.file = file;
        this.budget = budget;
        this.problems = problems;
        this.directory = new ZipLayout(file, budget, problems).locate(ZipDirectory.read(file, budget, problems));
    }

    ZipDirectory directory() {
        return directory;
    }

    FileBytes file() {
        return file;
    }

    /** The whole content, with what could be read of it when the rest is broken. */
    Bytes load(ZipEntry entry, String code, int limit) throws IOException {
        if (entry.size() > limit) {
            throw new BrokenFileException(
                    "LIMIT_SIZE", entry.name(), "is not read, because it is larger than " + limit + " bytes", true);
        }
        // A deflated byte never yields more than 1,032, so a lie about the size costs no memory.
        long likely = entry.deflated() ? Math.min(entry.size(), entry.compressedSize() * 1032) : entry.size();
        byte[] bytes = new byte[(int) Math.min(likely, Math.max(FIRST, file.size() * 8)) + 1];
        int length = 0;
        try (EntryStream stream = new EntryStream(file, entry, budget)) {
            int read;
            while ((read = stream.read(bytes, length, bytes.length - length)) >= 0) {
                length += read;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(limit + 1L, bytes.length * 2L));
                }
            }
        } catch (BrokenFileException e) {
            problems.add(e);
            if (e.ends()) {
                throw e;
            }
        }
        return new Bytes(code, entry.name(), bytes, length);
    }

    /** The content in overlapping blocks. */
    void scan(ZipEntry entry, Terms terms) throws IOException {
        try (EntryStream stream = new EntryStream(file, entry, budget)) {
            int filled = 0;
            int heard = 0;
            while (true) {
                int read = stream.read(block, filled, BLOCK - filled);
                filled += Math.max(0, read);
                if (filled > heard && (read < 0 || filled == BLOCK)) {
                    terms.term(TermKind.RAW, entry.name(), block, 0, filled);
                    heard = Math.min(filled, OVERLAP);
                    System.arraycopy(block, filled - heard, block, 0, heard);
                    filled = heard;
                }
                if (read < 0) {
                    return;
                }
            }
        }
    }
}
