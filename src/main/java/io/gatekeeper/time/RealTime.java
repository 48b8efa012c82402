package io.gatekeeper.time;

/** The time of the world outside, for what others date, such as the tokens of an issuer; never for a term of the regime. */
public final class RealTime {

    private RealTime() {}

    public static long epochSecond() {
        return System.currentTimeMillis() / 1000;
    }
}
