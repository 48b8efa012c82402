package io.gatekeeper.bench.load;

/**
 * What a load brought about.
 *
 * @param seconds      how long it ran at its full width; what was under way at the end is waited for and not counted
 *                     in the rate
 * @param completed    operations within that time
 * @param acknowledged all operations that succeeded, those after the end included
 */
public record Measured(double seconds, long completed, long acknowledged, Latencies latencies) {

    /** So many operations that all went through, in so much time. */
    public static Measured whole(double seconds, long operations, Latencies latencies) {
        return new Measured(seconds, operations, operations, latencies);
    }

    public double perSecond() {
        return completed / seconds;
    }

    public double millis(double quantile) {
        return latencies.millis(quantile);
    }

    public double p50() {
        return millis(0.5);
    }

    public double p99() {
        return millis(0.99);
    }
}
