package io.gatekeeper.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.PathPart;

/**
 * A directory that holds every stored file once, at {@code ab/cd/abcd…}, and under {@code parts} what is still being
 * uploaded.
 *
 * <p>A file gets its final name by an atomic rename after its content is on the disk, so a name in the directory is
 * always a whole, verified file. All replicas share the directory: a part is locked by a lock of the operating system,
 * which ends with the process that holds it.
 */
class ArtifactDirectory implements ArtifactStore {

    private final Path root;
    // The operating system's lock is the process's; this one is between its threads.
    private final Set<UUID> written = ConcurrentHashMap.newKeySet();

    ArtifactDirectory(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public String kind() {
        return "directory";
    }

    Path path(String sha256) {
        return root.resolve(ArtifactStore.location(sha256));
    }

    @Override
    public SeekableByteChannel open(String sha256) throws IOException {
        return FileChannel.open(path(sha256), StandardOpenOption.READ);
    }

    /** The name of a piece of it: the kernel copies that to the connection by itself. */
    @Override
    public Object content(String sha256, ByteRange bytes) throws IOException {
        Path path = path(sha256);
        if (!Files.isReadable(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return new PathPart(path, bytes.first(), bytes.length());
    }

    @Override
    public Part create(UUID id) throws IOException {
        Path path = part(id);
        makeDirectories(path.getParent());
        return open(id, StandardOpenOption.CREATE_NEW)
                .orElseThrow(() -> new IOException("nobody else knows the new part"));
    }

    /** An id never comes to have a part a second time, so whoever holds one holds the one its path leads to. */
    @Override
    public Optional<Part> write(UUID id) throws IOException {
        return open(id, StandardOpenOption.WRITE);
    }

    private Optional<Part> open(UUID id, StandardOpenOption how) throws IOException {
        if (!written.add(id)) {
            return Optional.empty();
        }
        Part part = null;
        try {
            Path path = part(id);
            FileChannel channel = FileChannel.open(
                    path,
                    EnumSet.of(how, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            Part locked = new DirectoryPart(id, path, channel, this);
            if (!Files.exists(path)) {
                locked.close();
                throw new NoSuchFileException(path.toString());
            }
            part = locked;
            return Optional.of(part);
        } finally {
            if (part == null) {
                written.remove(id);
            }
        }
    }

    void letGo(UUID id) {
        written.remove(id);
    }

    @Override
    public long size(UUID id) throws IOException {
        return Files.size(part(id));
    }

    @Override
    public void remove(UUID id) throws IOException {
        Files.deleteIfExists(part(id));
    }

    @Override
    public Set<UUID> parts(int limit) throws IOException {
        Path parts = root.resolve("parts");
        if (!Files.isDirectory(parts)) {
            return Set.of();
        }
        // Ids are made of the time first, and so sort by it.
        try (Stream<Path> files = Files.list(parts)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(ArtifactStore::isId)
                    .sorted()
                    .limit(limit)
                    .map(UUID::fromString)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    @Override
    public void giveUp(Instant begunBefore) {
        // A rename is done or not.
    }

    @Override
    public void check() throws IOException {
        // It is made when the first file arrives.
        if (Files.exists(root) && !Files.isWritable(root)) {
            throw new IOException(root + " cannot be written");
        }
    }

    /** Makes a verified part the file of that digest. */
    void keep(DirectoryPart part, String sha256) throws IOException {
        Path path = path(sha256);
        makeDirectories(path.getParent());
        part.force();
        try {
            Files.move(part.path(), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the store's directory spans file systems", e);
        }
        force(path.getParent());
    }

    private Path part(UUID id) {
        return root.resolve("parts").resolve(id.toString());
    }

    private void makeDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A new directory is an entry of the one above, up to the root.
        for (Path above = directory.getParent(); above.startsWith(root); above = above.getParent()) {
            force(above);
        }
    }

    /** Puts the names in a directory on the disk, as a file's content is put there by its own. */
    private static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
