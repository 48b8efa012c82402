package io.gatekeeper.artifact;

import io.gatekeeper.time.Ids;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * A bucket of an S3-compatible store, laid out like the {@linkplain ArtifactDirectory directory}: each file is one object
 * under its digest, and below {@code parts/} is what is still being uploaded, in chunks.
 *
 * <p>A bucket knows no locks and cannot append, so which chunks an upload has, in which order, and who writes it is on
 * record in PostgreSQL. An object nobody has on record is a leftover, and swept away.
 */
final class S3Store implements ArtifactStore, AutoCloseable {

    private static final String PARTS = "parts/";

    private final Bucket bucket;
    private final ChunkRecords chunks;
    private final Semaphore buffers;

    S3Store(Bucket bucket, ChunkRecords chunks, int uploadsAtOnce) {
        this.bucket = bucket;
        this.chunks = chunks;
        this.buffers = new Semaphore(uploadsAtOnce, true);
    }

    /** Whatever belongs to a part has a name that begins with this. */
    static String prefix(UUID part) {
        return PARTS + part + "/";
    }

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public Part create(UUID id) throws IOException {
        return write(id).orElseThrow(() -> new IOException("nobody else knows the new part"));
    }

    @Override
    public Optional<Part> write(UUID id) throws IOException {
        UUID writer = Ids.next();
        if (chunks.take(id, writer)) {
            return Optional.of(new S3Part(id, writer, bucket, chunks, buffers));
        }
        if (chunks.isThere(id)) {
            return Optional.empty();
        }
        throw new NoSuchFileException(id.toString());
    }

    @Override
    public long size(UUID id) throws IOException {
        List<Chunk> kept = chunks.of(id);
        if (kept.isEmpty() && !chunks.isThere(id)) {
            throw new NoSuchFileException(id.toString());
        }
        return kept.stream().mapToLong(Chunk::sizeBytes).sum();
    }

    @Override
    public void remove(UUID id) throws IOException {
        bucket.deleteAll(prefix(id));
    }

    @Override
    public Set<UUID> parts(int limit) throws IOException {
        return bucket.below(PARTS, limit).stream()
                .filter(ArtifactStore::isId)
                .map(UUID::fromString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public void giveUp(Instant begunBefore) throws IOException {
        bucket.giveUp(begunBefore);
    }

    @Override
    public SeekableByteChannel open(String sha256) throws IOException {
        String key = ArtifactStore.location(sha256);
        return new S3File(bucket, key, bucket.size(key));
    }

    @Override
    public Object content(String sha256, ByteRange bytes) throws IOException {
        return bucket.read(ArtifactStore.location(sha256), bytes);
    }

    @Override
    public void check() throws IOException {
        bucket.check();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
