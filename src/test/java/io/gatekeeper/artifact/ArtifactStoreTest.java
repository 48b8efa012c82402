package io.gatekeeper.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Forwarder;
import io.gatekeeper.testing.ObjectStore;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.jboss.resteasy.reactive.PathPart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of files does alike, be it a directory or a bucket of a real server; and what only a bucket can do wrong. */
@QuarkusTest
class ArtifactStoreTest {

    enum Kind {
        DIRECTORY,
        BUCKET
    }

    /** More than two chunks of a bucket. */
    private static final int SIZE = 2 * S3Part.CHUNK + 1_234_567;

    @Inject
    ChunkRecords chunks;

    @Inject
    ArtifactRecords records;

    @Inject
    LocalClock clock;

    @TempDir
    Path root;

    private S3Store opened;

    @AfterEach
    void letGo() {
        clock.reset();
        if (opened != null) {
            opened.close();
        }
    }

    private ArtifactStore store(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> new ArtifactDirectory(root);
            case BUCKET -> bucket(ObjectStore.endpoint());
        };
    }

    private S3Store bucket(URI endpoint) {
        opened = new S3Store(new Bucket(Buckets.client(endpoint), ObjectStore.BUCKET), chunks, 2);
        return opened;
    }

    @ParameterizedTest
    @EnumSource
    void keepsAFileThatComesInPartsUnderItsDigest(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        SomeFile file = SomeFile.of(SIZE);
        UUID id = begun(file);
        int[] bounds = {0, 10, 1_000, S3Part.CHUNK - 1, S3Part.CHUNK, SIZE - 1, SIZE};
        for (int i = 1; i < bounds.length; i++) {
            try (Part part = i == 1 ? store.create(id) : store.write(id).orElseThrow()) {
                assertThat(part.size()).isEqualTo(bounds[i - 1]);
                append(part, file.bytes(bounds[i - 1], bounds[i]));
                assertThat(part.size()).isEqualTo(bounds[i]);
            }
            assertThat(store.size(id)).isEqualTo(bounds[i]);
        }
        assertThatThrownBy(() -> store.open(file.sha256())).isInstanceOf(NoSuchFileException.class);

        try (Part part = store.write(id).orElseThrow()) {
            MessageDigest digest = Digests.sha256();
            part.digest(digest);
            assertThat(Digests.hex(digest)).isEqualTo(file.sha256());
            part.keep(file.sha256());
        }
        store.remove(id);

        assertThat(store.parts(10_000)).doesNotContain(id);
        assertThat(read(store, file, new ByteRange(0, SIZE - 1))).isEqualTo(file.content());
        assertThat(read(store, file, new ByteRange(S3Part.CHUNK - 5, S3Part.CHUNK + 5)))
                .isEqualTo(file.bytes(S3Part.CHUNK - 5, S3Part.CHUNK + 6));
    }

    @ParameterizedTest
    @EnumSource
    void keepsASmallFile(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        for (int size : new int[] {1, 100_000, S3Part.CHUNK}) {
            SomeFile file = kept(store, SomeFile.of(size));
            assertThat(read(store, file, ByteRange.whole(size))).isEqualTo(file.content());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReadFromAnywhere(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        SomeFile file = kept(store, SomeFile.of(SIZE));
        Random random = new Random(42);
        try (SeekableByteChannel channel = store.open(file.sha256())) {
            assertThat(channel.size()).isEqualTo(SIZE);
            for (int i = 0; i < 60; i++) {
                int length = random.nextInt(i % 10 == 0 ? 3 * S3File.BLOCK : 70_000) + 1;
                int from = random.nextInt(SIZE - length);
                assertThat(read(channel, from, length)).isEqualTo(file.bytes(from, from + length));
            }
            for (int from = 0; from < SIZE; from += 100_000) {
                int length = Math.min(100_000, SIZE - from);
                assertThat(read(channel, from, length)).isEqualTo(file.bytes(from, from + length));
            }
            assertThat(channel.position(SIZE).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isWrittenByOneAtATime(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        UUID id = begun(SomeFile.of(10));
        try (Part part = store.create(id)) {
            assertThat(part.id()).isEqualTo(id);
            assertThat(store.write(id)).isEmpty();
        }
        store.write(id).orElseThrow().close();
        store.write(id).orElseThrow().close();
        assertThatThrownBy(() -> store.write(Ids.next())).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.size(Ids.next())).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatWasEmptiedOrDeleted(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        SomeFile file = SomeFile.of(S3Part.CHUNK + 10);
        UUID id = begun(file);
        try (Part part = store.create(id)) {
            append(part, SomeFile.of(S3Part.CHUNK + 500).content());
            part.force();
            part.empty();
            assertThat(part.size()).isZero();
            append(part, file.content());
        }
        try (Part part = store.write(id).orElseThrow()) {
            MessageDigest digest = Digests.sha256();
            part.digest(digest);
            assertThat(Digests.hex(digest)).isEqualTo(file.sha256());
            append(part, new byte[1_000]);
            part.delete();
        }

        assertThat(store.parts(10_000)).doesNotContain(id);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfPartsNobodyHasOnRecord(Kind kind) throws IOException {
        ArtifactStore store = store(kind);
        UUID id = begun(SomeFile.of(1));
        try (Part part = store.create(id)) {
            append(part, new byte[10]);
        }
        records.abandon(id);

        assertThat(store.parts(10_000)).contains(id);
        assertThat(records.unfinished(store.parts(10_000))).doesNotContain(id);
        store.remove(id);
        store.giveUp(Instant.EPOCH);

        assertThat(store.parts(10_000)).doesNotContain(id);
        store.check();
    }

    @Test
    void sweepsADirectoryThatIsNotThereYet() throws IOException {
        ArtifactStore store = new ArtifactDirectory(root.resolve("not-yet"));

        new UploadSweeper(records, store, clock).sweepLeftovers();

        assertThat(store.parts(1)).isEmpty();
        store.check();
    }

    @Test
    void losesNothingItAcknowledgedWhileTheBucketIsAway() throws IOException {
        int port = Servers.freePort();
        S3Store store = bucket(URI.create("http://127.0.0.1:" + port));
        SomeFile file = SomeFile.of(SIZE);
        UUID id = begun(file);
        Part part = store.create(id);
        try (Forwarder way = new Forwarder(port, ObjectStore.port())) {
            append(part, file.bytes(0, 2 * S3Part.CHUNK));
            assertThat(way.connections()).isPositive();
        }

        append(part, file.bytes(2 * S3Part.CHUNK, SIZE));
        long before = System.nanoTime();
        assertThatThrownBy(part::force).isInstanceOf(IOException.class);
        assertThatThrownBy(part::close).isInstanceOf(IOException.class);
        assertThatThrownBy(store::check).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));

        assertThat(store.size(id)).isEqualTo(2L * S3Part.CHUNK);
        try (Forwarder way = new Forwarder(port, ObjectStore.port());
                Part again = store.write(id).orElseThrow()) {
            append(again, file.bytes(2 * S3Part.CHUNK, SIZE));
            again.keep(file.sha256());
            assertThat(read(store, file, ByteRange.whole(SIZE))).isEqualTo(file.content());
            assertThat(way.connections()).isPositive();
        }
    }

    @Test
    void recordsNothingOfAWriterThatWasHeldUpForTooLong() throws IOException {
        S3Store store = bucket(ObjectStore.endpoint());
        UUID id = begun(SomeFile.of(1));
        Part slow = store.create(id);
        append(slow, new byte[100]);
        clock.advance(Duration.ofMinutes(4));

        try (Part next = store.write(id).orElseThrow()) {
            append(next, new byte[70]);
            next.force();

            assertThatThrownBy(slow::force).hasMessageContaining("taken over");
            slow.close();
            assertThat(store.write(id))
                    .as("it was not the slow one's to let go")
                    .isEmpty();
        }

        assertThat(store.size(id)).isEqualTo(70);
    }

    @Test
    void takesInABoundedNumberOfUploadsAtOnce() throws IOException {
        S3Store store = bucket(ObjectStore.endpoint());
        try (Part one = store.create(begun(SomeFile.of(1)));
                Part two = store.create(begun(SomeFile.of(1)));
                Part three = store.create(begun(SomeFile.of(1)))) {
            append(one, new byte[1]);
            append(two, new byte[1]);

            assertThatThrownBy(() -> append(three, new byte[1])).hasMessageContaining("at once");
        }
    }

    private UUID begun(SomeFile file) {
        return records.begin(Codes.platform(), file.sha256(), Duration.ofHours(1))
                .orElseThrow();
    }

    private SomeFile kept(ArtifactStore store, SomeFile file) throws IOException {
        UUID id = begun(file);
        try (Part part = store.create(id)) {
            append(part, file.content());
            part.keep(file.sha256());
        }
        store.remove(id);
        return file;
    }

    /** As a body does it: a buffer after the other. */
    private static void append(Part part, byte[] content) throws IOException {
        for (int from = 0; from < content.length; from += 100_000) {
            byte[] some = Arrays.copyOfRange(content, from, Math.min(content.length, from + 100_000));
            part.append(some, some.length);
        }
    }

    private static byte[] read(ArtifactStore store, SomeFile file, ByteRange bytes) throws IOException {
        Object content = store.content(file.sha256(), bytes);
        if (content instanceof PathPart part) {
            byte[] all = Files.readAllBytes(part.file);
            return Arrays.copyOfRange(all, (int) part.offset, (int) (part.offset + part.count));
        }
        try (InputStream stream = (InputStream) content) {
            return stream.readAllBytes();
        }
    }

    private static byte[] read(SeekableByteChannel channel, int from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(from);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        return buffer.array();
    }
}
