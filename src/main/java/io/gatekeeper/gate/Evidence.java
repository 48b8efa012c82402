package io.gatekeeper.gate;

import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.technicaltest.TestFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * All facts the gate saw, gathered in the transaction that stores the decision.
 *
 * @param at           the instant of the decision
 * @param heldSince    since when the release has been held; {@code at} for one that is not
 * @param testAskedAt  when a technical test was asked for; {@code at} when none was yet
 * @param filingNumber the filing number (APP备案) the submission declares
 * @param standing     what the regime enforces on the publisher, its row locked until the transaction ends
 * @param test         what is known of the artifact's technical test
 * @param waiver       what two officers granted this release, whether or not it still stands
 */
public record Evidence(
        Instant at,
        Instant heldSince,
        Instant testAskedAt,
        ReleaseKind kind,
        Optional<String> filingNumber,
        EnforcedStanding standing,
        TestFacts test,
        Optional<Waiver> waiver) {

    /** Of a release that nothing was granted. */
    public Evidence(
            Instant at,
            Instant heldSince,
            Instant testAskedAt,
            ReleaseKind kind,
            Optional<String> filingNumber,
            EnforcedStanding standing,
            TestFacts test) {
        this(at, heldSince, testAskedAt, kind, filingNumber, standing, test, Optional.empty());
    }
}
