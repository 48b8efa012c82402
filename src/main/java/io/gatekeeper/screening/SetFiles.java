package io.gatekeeper.screening;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files of one indicator set, each read once, and the digest of all that were. */
final class SetFiles {

    static final int MAX_BYTES = 16 << 20;

    /** Opens a file of the set by its name. */
    interface Source {
        /** @throws IOException when there is none of the name, too */
        InputStream open(String name) throws IOException;
    }

    private final String where;
    private final Source source;
    private final Map<String, byte[]> read = new TreeMap<>();

    private SetFiles(String where, Source source) {
        this.where = where;
        this.source = source;
    }

    /** Those that come with the gate. */
    static SetFiles builtIn() {
        return new SetFiles("the built-in set", name -> {
            InputStream stream = SetFiles.class.getResourceAsStream("/screening/" + name);
            if (stream == null) {
                throw new IOException("it is not there");
            }
            return stream;
        });
    }

    static SetFiles in(Path directory) {
        return new SetFiles(directory.toString(), name -> {
            Path file = directory.resolve(name).normalize();
            if (!directory.normalize().equals(file.getParent())) {
                throw new IOException("a set names files of its own directory only");
            }
            return Files.newInputStream(file);
        });
    }

    String where() {
        return where;
    }

    String text(String name) {
        try (InputStream stream = source.open(name)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IndicatorSetException(where + ", " + name + ": is larger than " + MAX_BYTES + " bytes.");
            }
            read.put(name, bytes);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IndicatorSetException(where + ", " + name + ": is not in UTF-8.", e);
        } catch (IOException e) {
            throw new IndicatorSetException(where + ", " + name + ": cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** SHA-256 over the names and contents of all that was read, in hexadecimal. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            read.forEach((name, bytes) -> {
                digest.update((name + ":" + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
