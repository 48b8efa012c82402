package io.gatekeeper.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An answer as it came.
 *
 * @param bytes  head and body, and whatever stands behind {@code length}; only good until the next answer
 * @param sentAt when its request was sent, in {@link System#nanoTime}
 */
public record Answer(int status, byte[] bytes, int length, long sentAt) {

    private static final int LONGEST = 1_000;

    /** How often the bytes stand in the answer. */
    public int count(byte[] wanted) {
        int found = 0;
        for (int i = 0; i + wanted.length <= length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                found++;
            }
        }
        return found;
    }

    /** Its beginning, for whoever has to find out what went wrong. */
    public String text() {
        return new String(bytes, 0, Math.min(length, LONGEST), StandardCharsets.UTF_8);
    }

    /** How many operations an answer acknowledges; 0 for a refusal that was to be expected. */
    public interface Judge {

        int acknowledged(Answer answer);

        /** One, and nothing else will do. */
        static Judge status(int expected) {
            return answer -> {
                if (answer.status() != expected) {
                    throw new IllegalStateException("expected " + expected + ", got " + answer.text());
                }
                return 1;
            };
        }
    }
}
