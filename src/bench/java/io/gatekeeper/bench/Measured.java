package io.gatekeeper.bench;

/**
 * What a load brought about.
 *
 * @param seconds      how long it ran at its full width; what was under way at the end is waited for and not counted
 *                     in the rate
 * @param completed    operations within that time
 * @param acknowledged all operations that succeeded, those after the end included
 */
record Measured(double seconds, long completed, long acknowledged, Latencies latencies) {

    double perSecond() {
        return completed / seconds;
    }
}
