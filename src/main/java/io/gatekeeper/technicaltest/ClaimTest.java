package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.technicaltest.register.Laboratories;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A laboratory takes a case from the queue, or keeps it. */
@ApplicationScoped
class ClaimTest {

    private final LockedTests tests;
    private final TestChanges changes;
    private final Laboratories laboratories;
    private final TechnicalTestConfig config;
    private final Clock clock;

    ClaimTest(
            LockedTests tests,
            TestChanges changes,
            Laboratories laboratories,
            TechnicalTestConfig config,
            Clock clock) {
        this.laboratories = laboratories;
        this.tests = tests;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged claim(UUID id, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.laboratory(laboratory);
        TestRow test = tests.claimableBy(viewer, id, ifMatch, now);
        Claim claim = new Claim(laboratory.organisation(), now.plus(config.claimLease()));
        TestLife life = test.life();
        if (life instanceof TestLife.Queued queued) {
            take(test, queued, claim, laboratory, now);
        } else if (life instanceof TestLife.InTest examined) {
            if (examined.claim().laboratory().equals(claim.laboratory())) {
                test.become(examined.toRenewed(claim));
                changes.record(test, TestEventRow.What.CLAIM_RENEWED, laboratory, null, now);
            } else {
                // It is visible to this laboratory, so the other's claim has expired and only the sweep has not seen it
                // yet.
                changes.record(
                        test,
                        TestEventRow.What.CLAIM_EXPIRED,
                        Actor.GATE,
                        examined.claim().laboratory(),
                        now);
                take(test, examined.toQueued(), claim, laboratory, now);
            }
        } else {
            refuseUnlessAwaiting(life);
        }
        return changes.shownTo(viewer, test, changes.contentsOf(test), now);
    }

    private void take(TestRow test, TestLife.Queued queued, Claim claim, Actor laboratory, Instant now) {
        if (!laboratories.hasRoom(laboratory.organisation())) {
            throw ProblemException.of(
                    ProblemType.CAPACITY_REACHED,
                    "The laboratory holds as many technical tests as it takes on; conclude one first.");
        }
        test.claimed(queued.toInTest(claim), now);
        changes.record(test, TestEventRow.What.CLAIMED, laboratory, null, now);
    }

    /** While the publisher is awaited the claim stands still with the clock, so there is nothing to renew. */
    private static void refuseUnlessAwaiting(TestLife life) {
        switch (life.state()) {
            case AWAITING_PUBLISHER -> {}
            case PASSED, FAILED -> throw LockedTests.alreadyConcluded();
            case CANCELLED -> throw LockedTests.cancelled();
            case OPENED, AWAITING_ARTIFACT, SCREENED, QUEUED, IN_TEST, CONTRADICTED ->
                throw ProblemException.of(ProblemType.INVALID_STATE, "The technical test cannot be claimed now.");
        }
    }
}
