package io.gatekeeper.resilience;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own in a file, which can be filled to the last byte; only where this process may mount one.
 *
 * <p>The file is in memory where there is room for it. No case here takes the power away, so nothing is proved by waiting
 * for the machine's own disk; and where others write to that by the gigabyte, a flush may take minutes, and a process that waits
 * for it cannot even be stopped.
 */
final class Disk implements AutoCloseable {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final Path MEMORY = Path.of("/dev/shm");
    /** What has to be left for others of what memory offers. */
    private static final int SHARE = 4;

    private final Path root;

    private Disk(Path root) {
        this.root = root;
    }

    /** Empty where it cannot be had: not Linux, not root, or no loop device. */
    static Optional<Disk> at(Path root, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(root);
        Path image = Files.createTempFile(home(root, mebibytes), "gatekeeper-", ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(mebibytes * MEBIBYTE);
        }
        boolean mounted = run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
                && run("mount", "-o", "loop", image.toString(), root.toString());
        if (!mounted) {
            Files.deleteIfExists(image);
            return Optional.empty();
        }
        // Its space is freed with the last one who has it open.
        Files.delete(image);
        return Optional.of(new Disk(root));
    }

    private static Path home(Path root, int mebibytes) throws IOException {
        boolean inMemory =
                Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > SHARE * mebibytes * MEBIBYTE;
        return inMemory ? MEMORY : root.getParent();
    }

    /** Until nothing more fits. */
    void fill() throws IOException {
        for (int chunk = (int) MEBIBYTE; chunk >= 512; chunk /= 8) {
            Path ballast = root.resolve("ballast-" + chunk);
            try (OutputStream out = Files.newOutputStream(ballast)) {
                while (true) {
                    out.write(new byte[chunk]);
                }
            } catch (IOException e) {
                // No space left on it: on to what is left.
            }
        }
    }

    long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    void empty() throws IOException {
        for (int chunk = (int) MEBIBYTE; chunk >= 512; chunk /= 8) {
            Files.deleteIfExists(root.resolve("ballast-" + chunk));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
