package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

/** What has arrived of a file so far, held by the one connection that writes it. */
final class Part implements AutoCloseable {

    private static final int BUFFER = 128 * 1024;

    private final UUID id;
    private final Path path;
    private final FileChannel channel;
    private final Runnable release;

    Part(UUID id, Path path, FileChannel channel, Runnable release) {
        this.id = id;
        this.path = path;
        this.channel = channel;
        this.release = release;
    }

    UUID id() {
        return id;
    }

    Path path() {
        return path;
    }

    long size() throws IOException {
        return channel.size();
    }

    void empty() throws IOException {
        channel.truncate(0);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    void force() throws IOException {
        channel.force(true);
    }

    /** Feeds the digest what there is: cheaper than to keep its state somewhere, and it sees what the disk has kept. */
    void digest(MessageDigest digest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = 0; channel.read(buffer, at) > 0; buffer.clear()) {
            at += buffer.position();
            digest.update(buffer.flip());
        }
    }

    /**
     * Appends what a body brings, through one buffer however much it is. What arrived before a connection broke stays.
     *
     * @param most   how large the part may become
     * @param length what the body says of its length, or -1
     */
    void append(InputStream body, long most, long length, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        channel.position(channel.size());
        long arrived = 0;
        for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
            arrived += n;
            if (channel.position() + n > most) {
                throw ProblemException.of(
                        ProblemType.BODY_TOO_LARGE, "A file may have " + most + " bytes; this one has more.");
            }
            digest.update(buffer, 0, n);
            for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n); rest.hasRemaining(); ) {
                channel.write(rest);
            }
        }
        if (arrived < length) {
            throw broken();
        }
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw broken();
        }
    }

    private static ProblemException broken() {
        return ProblemException.of(
                ProblemType.INVALID_REQUEST,
                "The body ended before its end. What arrived is kept; ask for its length and go on from there.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            release.run();
        }
    }
}
