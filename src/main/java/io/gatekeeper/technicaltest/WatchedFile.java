package io.gatekeeper.technicaltest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file that remembers when its store failed to give it; whoever reads it may take that for a fault of the file. */
final class WatchedFile implements SeekableByteChannel {

    private final SeekableByteChannel file;
    private boolean failed;

    WatchedFile(SeekableByteChannel file) {
        this.file = file;
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            return file.read(into);
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long at) throws IOException {
        file.position(at);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}
