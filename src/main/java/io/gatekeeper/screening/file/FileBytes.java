package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Positioned reads of a file, through a window that makes many small ones cheap. */
final class FileBytes {

    private static final int WINDOW = 1 << 16;

    private final SeekableByteChannel channel;
    private final ByteBuffer memory;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowAt;

    FileBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.memory = null;
        this.size = channel.size();
    }

    private FileBytes(ByteBuffer memory) {
        this.channel = null;
        this.memory = memory;
        this.size = memory.limit();
    }

    static FileBytes of(Bytes bytes) {
        return new FileBytes(ByteBuffer.wrap(bytes.array(), 0, bytes.length()));
    }

    long size() {
        return size;
    }

    /** Reads all that is asked for; what is not there is a broken file. */
    void read(long at, byte[] to, int from, int length) throws IOException {
        if (at < 0 || length > size - at) {
            throw new BrokenFileException("ZIP_BROKEN", "", "ends before byte " + (at + length), false);
        }
        if (length > WINDOW) {
            readChannel(at, ByteBuffer.wrap(to, from, length));
            return;
        }
        if (at < windowAt || at + length > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, size - at));
            readChannel(at, window);
            windowAt = at;
        }
        window.get((int) (at - windowAt), to, from, length);
    }

    byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(at, bytes, 0, length);
        return bytes;
    }

    /** The signature check reads from several threads. */
    synchronized void readChannel(long at, ByteBuffer to) throws IOException {
        if (memory != null) {
            to.put(memory.duplicate().position((int) at).limit((int) at + to.remaining()));
            return;
        }
        channel.position(at);
        while (to.hasRemaining()) {
            if (channel.read(to) < 0) {
                throw new BrokenFileException("ZIP_BROKEN", "", "ends before its length", false);
            }
        }
    }
}
