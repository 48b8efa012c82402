package io.gatekeeper.screening.file;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The content of an entry, inflated as it is read and held against the size and checksum it should have. */
final class EntryStream implements AutoCloseable {

    private static final int IN = 1 << 16;
    /** Below this even an honest run of zeros inflates as steeply as a bomb. */
    private static final long RATIO_COUNTS_FROM = 8L << 20;

    private final FileBytes file;
    private final ZipEntry entry;
    private final Budget budget;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] in;
    private long at;
    private long out;
    private boolean ended;

    EntryStream(FileBytes file, ZipEntry entry, Budget budget) throws BrokenFileException {
        if (entry.data() < 0) {
            throw new BrokenFileException("ZIP_BROKEN", entry.name(), "has no content to be read", true);
        }
        this.file = file;
        this.entry = entry;
        this.budget = budget;
        this.at = entry.data();
        this.inflater = entry.deflated() ? new Inflater(true) : null;
        this.in = entry.deflated() ? new byte[(int) Math.max(1, Math.min(IN, entry.compressedSize()))] : null;
    }

    /** How many bytes were read, at least one unless the room is empty, or -1 at the end. */
    int read(byte[] to, int from, int room) throws IOException {
        if (ended) {
            return -1;
        }
        int read = inflater == null ? stored(to, from, room) : inflated(to, from, room);
        if (read > 0) {
            crc.update(to, from, read);
            out += read;
            budget.inflated(entry.name(), read);
            checkSize();
        } else if (read < 0) {
            ended = true;
            checkEnd();
        }
        return read;
    }

    private int stored(byte[] to, int from, int room) throws IOException {
        int length = (int) Math.min(room, entry.end() - at);
        if (length == 0 && room > 0) {
            return -1;
        }
        file.read(at, to, from, length);
        at += length;
        return length;
    }

    private int inflated(byte[] to, int from, int room) throws IOException {
        try {
            while (true) {
                int read = inflater.inflate(to, from, room);
                if (read > 0 || room == 0) {
                    return read;
                }
                if (inflater.finished()) {
                    return -1;
                }
                int length = (int) Math.min(in.length, entry.end() - at);
                if (inflater.needsDictionary() || length == 0) {
                    throw broken("ZIP_BROKEN", "its deflated content is cut off", false);
                }
                file.read(at, in, 0, length);
                at += length;
                inflater.setInput(in, 0, length);
            }
        } catch (DataFormatException e) {
            throw broken("ZIP_BROKEN", "its deflated content is broken", false);
        }
    }

    private void checkSize() throws BrokenFileException {
        if (out > entry.size()) {
            throw broken("ZIP_SIZE_LIES", "holds more than the " + entry.size() + " bytes it tells", true);
        }
        if (out > RATIO_COUNTS_FROM && out / budget.limits().maxRatio() > Math.max(1, entry.compressedSize())) {
            throw broken("ZIP_BOMB", "inflates to more than " + budget.limits().maxRatio() + " times its size", true);
        }
    }

    private void checkEnd() throws BrokenFileException {
        if (out != entry.size()) {
            throw broken("ZIP_SIZE_LIES", "holds " + out + " bytes and tells " + entry.size(), true);
        }
        if (inflater != null && (inflater.getRemaining() > 0 || at < entry.end())) {
            throw broken("ZIP_SIZE_LIES", "bytes follow its deflated content", true);
        }
        if (crc.getValue() != entry.crc()) {
            throw broken("ZIP_CRC", "its content has another checksum than it tells", false);
        }
    }

    private BrokenFileException broken(String code, String detail, boolean hostile) {
        return new BrokenFileException(code, entry.name(), detail, hostile);
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
