package io.gatekeeper.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.testing.SomeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of files in the directory: appended to, locked, kept. */
class PartTest {

    private static final long MOST = 4L << 30;

    @TempDir
    Path root;

    private ArtifactDirectory directory;

    @BeforeEach
    void aDirectory() {
        directory = new ArtifactDirectory(root);
    }

    @Test
    void takesInAQuarterOfAGigabyteThroughOneBuffer() throws IOException {
        long size = 256L << 20;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Part part = directory.create(UUID.randomUUID())) {
            MessageDigest streamed = Digests.sha256();
            long before = threads.getCurrentThreadAllocatedBytes();
            new Body(new Zeros(size), size, true).into(part, MOST, streamed);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            MessageDigest anew = Digests.sha256();
            part.digest(anew);

            assertThat(part.size()).isEqualTo(size);
            assertThat(Digests.hex(anew)).isEqualTo(Digests.hex(streamed));
            assertThat(allocated).isLessThan(8L << 20);
        }
    }

    @Test
    void keepsWhatCameBeforeABodyBroke() throws IOException {
        try (Part part = directory.create(UUID.randomUUID())) {
            InputStream broken = new ByteArrayInputStream(new byte[1_000]);

            assertThatThrownBy(() -> new Body(broken, 2_000, true).into(part, MOST, Digests.sha256()))
                    .isInstanceOf(ProblemException.class);

            assertThat(part.size()).isEqualTo(1_000);
        }
    }

    @Test
    void refusesMoreThanAFileMayHaveWhateverTheBodySays() throws IOException {
        try (Part part = directory.create(UUID.randomUUID())) {
            body(new byte[600]).into(part, 1_000, Digests.sha256());

            assertThatThrownBy(() -> body(new byte[401]).into(part, 1_000, Digests.sha256()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
        }
    }

    @Test
    void isWrittenByOneAtATime() throws IOException {
        UUID id = UUID.randomUUID();
        try (Part part = directory.create(id)) {
            assertThat(part.id()).isEqualTo(id);
            assertThat(directory.write(id)).isEmpty();
        }
        directory.write(id).orElseThrow().close();
        directory.write(id).orElseThrow().close();
    }

    @Test
    void isGoneOnceKeptAndTheFileIsOursAlone() throws IOException {
        SomeFile file = SomeFile.of(10_000);
        UUID id = UUID.randomUUID();
        try (Part part = directory.create(id)) {
            body(file.content()).into(part, MOST, Digests.sha256());
            part.keep(file.sha256());
        }

        assertThatThrownBy(() -> directory.write(id)).isInstanceOf(NoSuchFileException.class);
        Path kept = directory.path(file.sha256());
        assertThat(Files.readAllBytes(kept)).isEqualTo(file.content());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())))
                .isEqualTo("rwx------");
        try (var opened = directory.open(file.sha256())) {
            assertThat(opened.size()).isEqualTo(10_000);
        }
    }

    private static Body body(byte[] content) {
        return new Body(new ByteArrayInputStream(content), -1, true);
    }

    /** As many zeros as asked for, made as they are read. */
    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            left -= n;
            return n;
        }
    }
}
