package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A part of a file as a file of its own, to be read only. */
final class WindowChannel implements SeekableByteChannel {

    private final FileBytes file;
    private final long from;
    private final long size;
    private long position;

    WindowChannel(FileBytes file, long from, long size) {
        this.file = file;
        this.from = from;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (position >= size) {
            return -1;
        }
        int limit = to.limit();
        int length = (int) Math.min(to.remaining(), size - position);
        to.limit(to.position() + length);
        file.readChannel(from + position, to);
        to.limit(limit);
        position += length;
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long at) {
        position = at;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException("a file under test is never written");
    }

    @Override
    public SeekableByteChannel truncate(long to) {
        throw new UnsupportedOperationException("a file under test is never written");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The file belongs to whoever opened it.
    }
}
