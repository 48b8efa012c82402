package io.gatekeeper.screening.file;

import com.android.apksig.util.DataSink;
import com.android.apksig.util.DataSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lends a file to the signature verifier, in bounded pieces and only until the deadline. */
final class VerifierSource implements DataSource {

    private static final int BLOCK = 1 << 20;

    private final FileBytes file;
    private final Budget budget;
    private final long from;
    private final long size;

    VerifierSource(FileBytes file, Budget budget) {
        this(file, budget, 0, file.size());
    }

    private VerifierSource(FileBytes file, Budget budget, long from, long size) {
        this.file = file;
        this.budget = budget;
        this.from = from;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void feed(long offset, long length, DataSink sink) throws IOException {
        check(offset, length);
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, length));
        for (long done = 0; done < length; done += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), length - done));
            copyTo(offset + done, block.limit(), block);
            block.flip();
            sink.consume(block);
        }
    }

    @Override
    public ByteBuffer getByteBuffer(long offset, int length) throws IOException {
        if (length > budget.limits().maxDirectoryBytes()) {
            throw new BrokenFileException(
                    "LIMIT_SIZE", "", "a signing block of " + length + " bytes is not read", true);
        }
        check(offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        copyTo(offset, length, buffer);
        return buffer.flip();
    }

    @Override
    public void copyTo(long offset, int length, ByteBuffer to) throws IOException {
        check(offset, length);
        budget.checkTime("");
        int limit = to.limit();
        to.limit(to.position() + length);
        file.readChannel(from + offset, to);
        to.limit(limit);
    }

    @Override
    public DataSource slice(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new IndexOutOfBoundsException("out of the file");
        }
        return new VerifierSource(file, budget, from + offset, length);
    }

    private void check(long offset, long length) throws BrokenFileException {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new BrokenFileException("SIGNATURE_INVALID", "", "points out of the file", true);
        }
    }
}
