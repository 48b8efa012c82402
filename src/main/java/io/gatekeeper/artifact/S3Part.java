package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.time.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A part that is kept in chunks, all of the same size but the last, which is stored anew whenever it grows.
 *
 * <p>So the store can put the whole together by itself, which demands five megabytes at least of every piece but the last.
 */
final class S3Part implements Part {

    static final int CHUNK = 8 << 20;

    private static final Logger LOG = Logger.getLogger(S3Part.class);
    private static final Duration HELD_ANEW_EVERY = Duration.ofSeconds(20);
    private static final Duration WAIT_FOR_A_BUFFER = Duration.ofSeconds(5);
    private static final int BLOCK = 128 * 1024;

    private final UUID id;
    private final UUID writer;
    private final Bucket bucket;
    private final ChunkRecords records;
    private final Semaphore buffers;
    private final List<Chunk> full = new ArrayList<>();
    /** What is stored of the last chunk, while that is not full. */
    private Chunk tail;
    /** The last chunk as it shall be, once something is appended; null before. */
    private byte[] buffer;

    private int filled;
    private boolean ended;
    private long heldAtNanos = System.nanoTime();

    /** @param writer who has just taken the part */
    S3Part(UUID id, UUID writer, Bucket bucket, ChunkRecords records, Semaphore buffers) {
        this.id = id;
        this.writer = writer;
        this.bucket = bucket;
        this.records = records;
        this.buffers = buffers;
        full.addAll(records.of(id));
        if (!full.isEmpty() && full.get(full.size() - 1).sizeBytes() < CHUNK) {
            tail = full.remove(full.size() - 1);
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public long size() {
        return full.stream().mapToLong(Chunk::sizeBytes).sum() + (buffer == null ? stored() : filled);
    }

    /** Of the last chunk. */
    private int stored() {
        return tail == null ? 0 : tail.sizeBytes();
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        hold();
        if (buffer == null) {
            takeBuffer();
        }
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, CHUNK - filled);
            System.arraycopy(bytes, done, buffer, filled, n);
            filled += n;
            done += n;
            if (filled == CHUNK) {
                force();
            }
        }
    }

    private void takeBuffer() throws IOException {
        try {
            if (!buffers.tryAcquire(WAIT_FOR_A_BUFFER.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemException.of(
                        ProblemType.UNAVAILABLE,
                        "As many files are under way as this replica takes in at once; try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it waited for memory", e);
        }
        buffer = new byte[CHUNK];
        if (tail != null) {
            try (InputStream stored = read(tail)) {
                filled = stored.readNBytes(buffer, 0, tail.sizeBytes());
            }
            if (filled != tail.sizeBytes()) {
                throw new IOException("the store has less than it acknowledged of upload " + id);
            }
        }
    }

    @Override
    public void force() throws IOException {
        if (buffer == null || filled == stored()) {
            return;
        }
        Chunk grown = new Chunk(Ids.next(), filled);
        bucket.put(key(grown), buffer, filled);
        if (!records.put(id, writer, full.size(), grown)) {
            throw lost();
        }
        heldAtNanos = System.nanoTime();
        if (tail != null) {
            bucket.delete(key(tail));
        }
        tail = grown;
        if (filled == CHUNK) {
            full.add(grown);
            tail = null;
            filled = 0;
        }
    }

    @Override
    public void digest(MessageDigest digest) throws IOException {
        byte[] block = new byte[BLOCK];
        for (Chunk chunk : all()) {
            hold();
            int left = chunk.sizeBytes();
            try (InputStream stored = read(chunk)) {
                for (int n = stored.read(block); n >= 0; n = stored.read(block)) {
                    digest.update(block, 0, n);
                    left -= n;
                }
            }
            if (left != 0) {
                throw new IOException("the store has less than it acknowledged of upload " + id);
            }
        }
    }

    private List<Chunk> all() {
        List<Chunk> all = new ArrayList<>(full);
        if (tail != null) {
            all.add(tail);
        }
        return all;
    }

    @Override
    public void keep(String sha256) throws IOException {
        String key = ArtifactStore.location(sha256);
        if (full.isEmpty() && buffer != null) {
            bucket.put(key, buffer, filled);
        } else {
            force();
            bucket.compose(all().stream().map(this::key).toList(), key, size(), this::hold);
        }
        ended = true;
    }

    @Override
    public void empty() throws IOException {
        records.deleteAll(id);
        full.clear();
        tail = null;
        filled = 0;
        bucket.deleteAll(S3Store.prefix(id));
    }

    @Override
    public void delete() throws IOException {
        ended = true;
        empty();
    }

    /** A connection that sends slowly, and a store that is slow, go on being the only writer. */
    private void hold() throws IOException {
        if (System.nanoTime() - heldAtNanos > HELD_ANEW_EVERY.toNanos()) {
            if (!records.hold(id, writer)) {
                throw lost();
            }
            heldAtNanos = System.nanoTime();
        }
    }

    private IOException lost() {
        ended = true;
        return new IOException("another connection has taken over upload " + id);
    }

    private InputStream read(Chunk chunk) throws IOException {
        return bucket.read(key(chunk), ByteRange.whole(chunk.sizeBytes()));
    }

    private String key(Chunk chunk) {
        return S3Store.prefix(id) + chunk.object();
    }

    @Override
    public void close() throws IOException {
        try {
            if (!ended) {
                force();
            }
        } finally {
            if (buffer != null) {
                buffer = null;
                buffers.release();
            }
            letGo();
        }
    }

    private void letGo() {
        try {
            records.letGo(id, writer);
        } catch (RuntimeException e) {
            LOG.warnf("upload %s can be gone on with once its term is over: %s", id, e.getMessage());
        }
    }
}
