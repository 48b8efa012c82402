package io.gatekeeper.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object as a file for random access: blocks of it are kept for a while, and whoever reads on and on gets more of them
 * with each call, up to a bound. Used by one thread at a time.
 */
final class S3File implements SeekableByteChannel {

    static final int BLOCK = 1 << 20;
    private static final int KEPT = 16;
    private static final int MOST_AT_ONCE = 4;
    private static final int ATTEMPTS = 3;

    private final Bucket bucket;
    private final String key;
    private final long size;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(KEPT, 0.75f, true);
    private long position;
    /** The block after the last one that was fetched. */
    private long next;

    private int atOnce = 1;
    private boolean open = true;

    S3File(Bucket bucket, String key, long size) {
        this.bucket = bucket;
        this.key = key;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        int read = 0;
        while (to.hasRemaining() && position < size) {
            byte[] block = block(position / BLOCK);
            int from = (int) (position % BLOCK);
            int length = Math.min(to.remaining(), block.length - from);
            to.put(block, from, length);
            position += length;
            read += length;
        }
        return read;
    }

    private byte[] block(long number) throws IOException {
        byte[] block = blocks.get(number);
        if (block == null) {
            atOnce = number == next ? Math.min(MOST_AT_ONCE, atOnce * 2) : 1;
            fetch(number, atOnce);
            block = blocks.get(number);
        }
        return block;
    }

    private void fetch(long from, int count) throws IOException {
        long first = from * BLOCK;
        ByteRange bytes = new ByteRange(first, Math.min(size, first + (long) count * BLOCK) - 1);
        for (int attempt = 1; ; attempt++) {
            try (InputStream content = bucket.read(key, bytes)) {
                long at = from;
                for (long left = bytes.length(); left > 0; left -= BLOCK) {
                    int length = (int) Math.min(BLOCK, left);
                    byte[] block = content.readNBytes(length);
                    if (block.length < length) {
                        throw new IOException("the object ended before its end");
                    }
                    keep(at++, block);
                }
                next = at;
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private void keep(long number, byte[] block) {
        blocks.put(number, block);
        if (blocks.size() > KEPT) {
            blocks.remove(blocks.keySet().iterator().next());
        }
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
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        blocks.clear();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long to) {
        throw new NonWritableChannelException();
    }
}
