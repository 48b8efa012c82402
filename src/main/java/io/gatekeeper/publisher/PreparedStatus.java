package io.gatekeeper.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A publisher's present status as it is answered, ready but for the instants, which are those of each call.
 *
 * <p>It holds for the versions it was made of and between two instants, because time alone opens and closes windows,
 * puts policies into effect and begins a new count.
 */
final class PreparedStatus {

    private static final byte[] AS_OF = ",\"asOf\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KNOWN_AT = "\",\"knownAt\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] POLICY = "\",\"policyVersion\":".getBytes(StandardCharsets.US_ASCII);

    private final long regimeVersion;
    private final long statusVersion;
    private final String name;
    private final Instant from;
    private final Instant until;
    private final String tag;
    private final byte[] head;
    private final byte[] tail;

    private PreparedStatus(long regimeVersion, StatusView view, Instant from, Instant until, byte[] head, byte[] tail) {
        this.regimeVersion = regimeVersion;
        this.statusVersion = view.statusVersion();
        this.name = view.name();
        this.from = from;
        this.until = until;
        this.tag = view.tag();
        this.head = head;
        this.tail = tail;
    }

    /**
     * @param view  of the instant {@code from}, in effect and of knowledge
     * @param until the first instant at which the same facts might be shown otherwise
     */
    static PreparedStatus of(long regimeVersion, StatusView view, Instant from, Instant until, ObjectMapper json) {
        byte[] all;
        try {
            all = json.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status can be written as JSON", e);
        }
        // Within a string quotes are escaped, so the first time these stand here they are the fields' own.
        int head = after(all, AS_OF, 0);
        int tail = after(all, POLICY, head) - POLICY.length;
        return new PreparedStatus(
                regimeVersion, view, from, until, Arrays.copyOf(all, head), Arrays.copyOfRange(all, tail, all.length));
    }

    private static int after(byte[] all, byte[] part, int from) {
        for (int i = from; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i + part.length;
            }
        }
        throw new IllegalStateException("a status without its instants");
    }

    /** Whether it is what would be answered at this instant of a publisher at these versions. */
    boolean holds(long presentRegime, PresentVersions.Of present, Instant now) {
        return regimeVersion == presentRegime
                && statusVersion == present.statusVersion()
                && (name == null ? present.name() == null : name.equals(present.name()))
                && !now.isBefore(from)
                && now.isBefore(until);
    }

    String tag() {
        return tag;
    }

    /** In bytes, with the instants. */
    int length(byte[] instant) {
        return head.length + instant.length + KNOWN_AT.length + instant.length + tail.length;
    }

    /** @param instant as it stands in JSON, without quotes */
    void write(byte[] instant, ByteBuffer target) {
        target.put(head).put(instant).put(KNOWN_AT).put(instant).put(tail);
    }

    /** What keeping it takes, roughly. */
    int weight() {
        return 256 + head.length + tail.length;
    }
}
