package io.gatekeeper.artifact;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where the files are: whole ones once, each under its digest, and apart from them what has arrived of others.
 *
 * <p>A file that is whole appears under its digest at once or not at all. An {@link IOException} says that the store
 * failed; what it had taken before is still there.
 */
interface ArtifactStore {

    /** Where the file with this digest is, or will be, in the store. */
    static String location(String sha256) {
        return sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    /** Whether a name that was found in the store is a part's; anybody may have put something there. */
    static boolean isId(String name) {
        return name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /** What it is, in a word for operators. */
    String kind();

    /** An empty part under an id that never had one; its row is there already. */
    Part create(UUID id) throws IOException;

    /**
     * The part for writing, unless somebody else writes it.
     *
     * @throws NoSuchFileException when there is none
     */
    Optional<Part> write(UUID id) throws IOException;

    /**
     * How much of a part is kept, also while it is written, in bytes.
     *
     * @throws NoSuchFileException when there is none
     */
    long size(UUID id) throws IOException;

    /** Removes whatever there is of a part that nobody will go on with; nothing if nothing is there. */
    void remove(UUID id) throws IOException;

    /** The parts it holds something of, the oldest first, and no more of them than {@code limit}. */
    Set<UUID> parts(int limit) throws IOException;

    /** Gives up files it began to put together before then and never ended, because the process died. */
    void giveUp(Instant begunBefore) throws IOException;

    /** A whole file for random access, from one thread at a time; whoever opens it closes it. */
    SeekableByteChannel open(String sha256) throws IOException;

    /** Some bytes of a whole file, as an entity that can be answered. */
    Object content(String sha256, ByteRange bytes) throws IOException;

    /** Fails when the store does not answer, or does not let us. */
    void check() throws IOException;
}
