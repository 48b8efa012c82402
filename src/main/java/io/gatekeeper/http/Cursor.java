package io.gatekeeper.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A position in a list ordered by an instant and then an id: keyset paging, so a page costs the same however far in.
 *
 * <p>Opaque to clients: base64url of {@code instant|id}.
 */
public record Cursor(Instant at, String id) {

    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + "|" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The id as a UUID, for lists whose ids are. */
    public UUID uuid() {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "is not a cursor of this list");
        }
    }

    /** Empty for no cursor; a cursor this gate did not give is a problem answer. */
    public static Optional<Cursor> decode(String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8).split("\\|", 2);
            if (parts.length != 2 || parts[1].isEmpty() || parts[1].length() > 200 || parts[1].indexOf(0) >= 0) {
                throw new IllegalArgumentException("not a cursor");
            }
            Instant at = Instants.parse(parts[0]).orElseThrow(() -> new IllegalArgumentException("not a cursor"));
            return Optional.of(new Cursor(at, parts[1]));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "is not a cursor this gate gave");
        }
    }
}
