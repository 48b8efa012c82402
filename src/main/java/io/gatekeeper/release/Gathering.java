package io.gatekeeper.release;

import io.gatekeeper.gate.Evidence;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Standings;
import io.gatekeeper.technicaltest.TechnicalTests;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Gathers what the gate has to see, in the transaction that will store its decision. */
@ApplicationScoped
class Gathering {

    private final Standings standings;
    private final TechnicalTests tests;
    private final Clock clock;

    Gathering(Standings standings, TechnicalTests tests, Clock clock) {
        this.standings = standings;
        this.tests = tests;
        this.clock = clock;
    }

    /**
     * What is enforced on the publisher now. Its row is locked in shared mode: until this transaction ends no measure
     * can come into force, so what is decided on this standing is stored on this standing.
     */
    EnforcedStanding lock(CreditCode publisher) {
        return standings.lockShared(publisher, clock.instant());
    }

    Evidence of(Submission submission, EnforcedStanding standing) {
        return new Evidence(
                standing.at(),
                standing.at(),
                standing.at(),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                tests.factsFor(submission.subject(), standing.at()));
    }

    Evidence of(ReleaseRequestRow row, Submission submission, EnforcedStanding standing) {
        return new Evidence(
                standing.at(),
                row.heldSince().orElse(standing.at()),
                row.testRequestedAt().orElse(standing.at()),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                tests.factsFor(submission.subject(), standing.at()));
    }
}
