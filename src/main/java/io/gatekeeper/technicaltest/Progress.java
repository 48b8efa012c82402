package io.gatekeeper.technicaltest;

import java.time.Instant;

/**
 * How far an open case has come, for what may be expected of it.
 *
 * @param claimedAt   since when it is examined, without the time its clock stood; null when it was never claimed
 * @param stoodMillis how long its clock has stood
 */
record Progress(TestState state, String os, Instant openedAt, Instant claimedAt, long stoodMillis) {

    static Progress of(TestRow test) {
        return new Progress(test.state(), test.os, test.openedAt, test.claimedAt, test.stoodMillis);
    }
}
