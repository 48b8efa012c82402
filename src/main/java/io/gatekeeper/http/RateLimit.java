package io.gatekeeper.http;

import java.time.Duration;

/**
 * What a caller is told when it asks for more than it may.
 *
 * <p>Source: the header fields {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10.
 *
 * @param policy     value of the first: the quota and its window
 * @param state      value of the second: what is left, and for how long
 * @param retryAfter after how long to try again, at least a second
 */
public record RateLimit(String policy, String state, Duration retryAfter) {

    public static final String POLICY_HEADER = "RateLimit-Policy";
    public static final String HEADER = "RateLimit";

    public RateLimit(String name, int quota, Duration window, long remaining, Duration retryAfter) {
        this(
                // Of every call there is one, and a format string is parsed anew each time.
                "\"" + name + "\";q=" + quota + ";w=" + window.toSeconds(),
                "\"" + name + "\";r=" + remaining + ";t=" + seconds(retryAfter),
                retryAfter);
    }

    /** A bound on what is under way at the same time, which has no window. */
    public static RateLimit ofCallsAtOnce(int most, Duration retryAfter) {
        return new RateLimit(
                "\"at-once\";q=%d;qu=\"concurrent-requests\"".formatted(most),
                "\"at-once\";r=0;t=%d".formatted(seconds(retryAfter)),
                retryAfter);
    }

    /** Rounded up: whoever comes at the second named must not be early. */
    static long seconds(Duration retryAfter) {
        return retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
