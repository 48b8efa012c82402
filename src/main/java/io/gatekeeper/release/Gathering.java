package io.gatekeeper.release;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.gate.Evidence;
import io.gatekeeper.gate.Waiver;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Standings;
import io.gatekeeper.technicaltest.TechnicalTests;
import io.gatekeeper.technicaltest.TestFacts;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Gathers what the gate has to see, in the transaction that will store its decision: a statement for all of a kind. */
@ApplicationScoped
class Gathering {

    private final Standings standings;
    private final TechnicalTests tests;
    private final Expeditions expeditions;
    private final Clock clock;

    Gathering(Standings standings, TechnicalTests tests, Expeditions expeditions, Clock clock) {
        this.standings = standings;
        this.tests = tests;
        this.expeditions = expeditions;
        this.clock = clock;
    }

    /**
     * What is enforced on the publisher now. Its row is locked in shared mode: until this transaction ends no measure
     * can come into force, so what is decided on this standing is stored on this standing.
     */
    EnforcedStanding lock(CreditCode publisher) {
        return standings.lockShared(publisher, clock.instant());
    }

    /** The same for several publishers, once in a transaction. */
    Map<CreditCode, EnforcedStanding> lock(Set<CreditCode> publishers) {
        return standings.lockShared(publishers, clock.instant());
    }

    /** The same for those of several publishers that nobody is changing; the others are missing. */
    Map<CreditCode, EnforcedStanding> lockUnlessBusy(Set<CreditCode> publishers) {
        return standings.lockSharedUnlessBusy(publishers, clock.instant());
    }

    /** The same as a part of a round trip, the one that goes first. */
    Part<Supplier<Map<CreditCode, EnforcedStanding>>> lockingUnlessBusy(Set<CreditCode> publishers) {
        return standings.lockingUnlessBusy(publishers, clock.instant());
    }

    /** What is known of the subjects' technical tests now, as a part of a round trip; an answer for each. */
    Part<Map<TestSubject, TestFacts>> askingTestsOf(Set<TestSubject> subjects) {
        return tests.askingFactsFor(subjects, clock.instant());
    }

    /** What is known of the subjects' technical tests; an answer for each. */
    Map<TestSubject, TestFacts> testsOf(Set<TestSubject> subjects, Instant now) {
        return tests.factsFor(subjects, now);
    }

    static Evidence of(Submission submission, EnforcedStanding standing, TestFacts test) {
        return new Evidence(
                standing.at(),
                standing.at(),
                standing.at(),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                test);
    }

    /** What was granted those of the requests that anything was granted for; without a statement when there is none. */
    Map<UUID, Waiver> waiversOf(Collection<ReleaseRequestRow> rows) {
        return expeditions.waivers(
                rows.stream().flatMap(row -> row.expeditionId().stream()).toList());
    }

    static Evidence of(
            ReleaseRequestRow row,
            Submission submission,
            EnforcedStanding standing,
            TestFacts test,
            Optional<Waiver> waiver) {
        return new Evidence(
                standing.at(),
                row.heldSince().orElse(standing.at()),
                row.testRequestedAt().orElse(standing.at()),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                test,
                waiver);
    }
}
