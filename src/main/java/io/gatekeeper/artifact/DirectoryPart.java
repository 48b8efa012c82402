package io.gatekeeper.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

/** A part that is a file of its own in the directory. */
final class DirectoryPart implements Part {

    private static final int BUFFER = 128 * 1024;

    private final UUID id;
    private final Path path;
    private final FileChannel channel;
    private final ArtifactDirectory directory;

    /** @param channel for reading and writing, locked */
    DirectoryPart(UUID id, Path path, FileChannel channel, ArtifactDirectory directory) throws IOException {
        this.id = id;
        this.path = path;
        this.channel = channel.position(channel.size());
        this.directory = directory;
    }

    @Override
    public UUID id() {
        return id;
    }

    Path path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length); rest.hasRemaining(); ) {
            channel.write(rest);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void digest(MessageDigest digest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = 0; channel.read(buffer, at) > 0; buffer.clear()) {
            at += buffer.position();
            digest.update(buffer.flip());
        }
    }

    @Override
    public void empty() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void keep(String sha256) throws IOException {
        directory.keep(this, sha256);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            directory.letGo(id);
        }
    }
}
