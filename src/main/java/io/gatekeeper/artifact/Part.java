package io.gatekeeper.artifact;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.UUID;

/** What has arrived of a file so far, held by the one connection that writes it; what was appended is kept when it ends. */
interface Part extends AutoCloseable {

    UUID id();

    /** In bytes, with what is not yet {@linkplain #force() kept}. */
    long size() throws IOException;

    void append(byte[] bytes, int length) throws IOException;

    /** Returns when all that was appended is kept, whatever happens to this process. */
    void force() throws IOException;

    /** Feeds the digest what there is: cheaper than to keep its state somewhere, and it sees what the store has kept. */
    void digest(MessageDigest digest) throws IOException;

    void empty() throws IOException;

    void delete() throws IOException;

    /** Makes the part, which was verified, the file of that digest. */
    void keep(String sha256) throws IOException;

    @Override
    void close() throws IOException;
}
