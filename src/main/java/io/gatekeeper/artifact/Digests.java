package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** SHA-256 as files are known by it: 64 lower-case hex digits. */
final class Digests {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private Digests() {}

    /** The digest in a path; a problem answer if it is none. */
    static String parse(String text) {
        if (!SHA256.matcher(text).matches()) {
            throw ProblemException.invalid("sha256", "must be 64 hex digits");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest finished) {
        return HexFormat.of().formatHex(finished.digest());
    }
}
