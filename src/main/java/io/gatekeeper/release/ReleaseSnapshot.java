package io.gatekeeper.release;

import io.gatekeeper.gate.Outcome;
import io.gatekeeper.technicaltest.TestSubject;
import java.time.Instant;
import java.util.UUID;

/**
 * A release request with its current decision, as read in one statement.
 *
 * @param stale whether the facts had moved on, at the moment of reading, from those the decision rests on
 */
record ReleaseSnapshot(
        UUID id,
        String platformId,
        String publisherId,
        String packageName,
        String os,
        String sha256,
        StoredText submission,
        Instant submittedAt,
        ReleaseState state,
        int rowVersion,
        Instant closedAt,
        UUID supersededBy,
        int sequence,
        Outcome outcome,
        Instant decidedAt,
        String policyVersion,
        long statusVersion,
        StoredText document,
        boolean stale) {

    /** A request just stored, with its first decision: nothing can have overtaken it in its own transaction. */
    static ReleaseSnapshot of(ReleaseRequestRow row, DecisionRow decision) {
        TestSubject subject = row.subject();
        return new ReleaseSnapshot(
                row.id(),
                row.platformId(),
                subject.publisherId(),
                subject.packageName(),
                subject.os(),
                subject.sha256(),
                StoredText.of(row.submission()),
                row.submittedAt(),
                row.state(),
                row.rowVersion(),
                row.closedAt(),
                row.supersededBy(),
                decision.sequence(),
                decision.outcome(),
                decision.decidedAt(),
                decision.policyVersion(),
                decision.statusVersion(),
                StoredText.of(decision.document()),
                false);
    }

    TestSubject subject() {
        return new TestSubject(publisherId, packageName, os, sha256);
    }

    /** Whether nobody has a next move any more. */
    boolean isOver() {
        return state == ReleaseState.LISTED || state == ReleaseState.WITHDRAWN || state == ReleaseState.SUPERSEDED;
    }

    /** One that was published by its first decision never needed a test, and most are; they are spared the question. */
    boolean mayHaveTest() {
        return outcome == Outcome.HOLD || sequence > 1;
    }
}
