package io.gatekeeper.technicaltest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What two laboratories said of one artifact, and what officers say of that, as the contract shows it.
 *
 * @param verdicts  the first and the second
 * @param decisions oldest first; two officers in a row that say the same have decided it
 */
record ContradictionView(
        UUID testId, TestState state, Instant contradictedAt, List<Said> verdicts, List<Vote> decisions) {

    record Said(Outcome outcome, String summary, String by, Instant givenAt) {}

    record Vote(Outcome outcome, String reason, String by, Instant saidAt) {}
}
