package io.gatekeeper.release;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Gate;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.technicaltest.TestFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The step all use cases share: gather the evidence, have the gate decide, store the decision, and say which events
 * tell of it. The caller holds the publisher's lock, under which the {@link EnforcedStanding} was read, and appends
 * them.
 */
@ApplicationScoped
class Deciding {

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Documents documents;
    private final DecisionMetrics metrics;

    Deciding(Gathering gathering, ReleaseRequests requests, Documents documents, DecisionMetrics metrics) {
        this.gathering = gathering;
        this.requests = requests;
        this.documents = documents;
        this.metrics = metrics;
    }

    /** A new request as it was stored, and the events that tell of it. */
    record Decided(ReleaseSnapshot snapshot, List<Event> events) {}

    /** The first decision on a submission. */
    Decided first(UUID id, String platformId, Submission submission, StoredSubmission sent, EnforcedStanding standing) {
        Decision decision = Gate.decide(gathering.of(submission, standing));
        ReleaseRequestRow row = ReleaseRequestRow.of(id, platformId, submission, sent, decision);
        List<Event> testing = askForTest(row, submission, decision);
        requests.persist(row);
        DecisionRow stored = store(row, decision, Cause.SUBMITTED);
        return new Decided(ReleaseSnapshot.of(row, stored), told(row, decision, testing));
    }

    /**
     * Decides a request again on present facts, unless it is closed. A PUBLISH is stored anew, with the standing it was
     * proved on, whenever that has moved; a HOLD when it tells its reader something else than the one before.
     *
     * @return the events that tell of the new decision; none when nothing new was decided
     */
    List<Event> again(ReleaseRequestRow row, EnforcedStanding standing, Cause cause) {
        if (!(row.request() instanceof ReleaseRequest.Open open)) {
            return List.of();
        }
        Submission submission = documents.submission(row.submission());
        Decision decision = Gate.decide(gathering.of(row, submission, standing));
        if (!isNews(row, decision)) {
            row.looked(decision);
            return List.of();
        }
        row.decided(open.decided(decision), decision);
        List<Event> testing = askForTest(row, submission, decision);
        store(row, decision, cause);
        return told(row, decision, testing);
    }

    private boolean isNews(ReleaseRequestRow row, Decision decision) {
        if (decision.outcome() != row.outcome()) {
            return true;
        }
        return decision.outcome() == Outcome.PUBLISH
                ? row.isStale(decision.statusVersion(), decision.regimeVersion(), decision.decidedAt())
                : !documents.decision(requests.currentDecision(row).document()).saysTheSameAs(decision);
    }

    private DecisionRow store(ReleaseRequestRow row, Decision decision, Cause cause) {
        String document = documents.write(DecisionDocument.of(cause, decision));
        DecisionRow stored = DecisionRow.of(row.id(), row.decisionSequence(), decision, document);
        requests.append(stored);
        metrics.made(decision);
        return stored;
    }

    private static List<Event> told(ReleaseRequestRow row, Decision decision, List<Event> testing) {
        List<Event> events = new ArrayList<>();
        events.add(ReleaseEvents.decisionMade(row, decision));
        events.addAll(testing);
        return events;
    }

    /** Asks for a test that is needed and not asked for yet, or takes back the wish for one that no longer is. */
    private static List<Event> askForTest(ReleaseRequestRow row, Submission submission, Decision decision) {
        TestFacts test = decision.evidence().test();
        if (decision.testNeeded()) {
            Policy policy = decision.evidence().standing().policy().orElseThrow();
            if (isAskedFor(row, policy, test)) {
                return List.of();
            }
            row.testRequested(policy.version(), decision.decidedAt());
            return List.of(ReleaseEvents.testRequested(row, submission, decision, policy));
        }
        if (row.testRequestedPolicy().isEmpty()) {
            return List.of();
        }
        row.testNoLongerRequested();
        boolean concluded = test instanceof TestFacts.Passed || test instanceof TestFacts.Failed;
        return concluded ? List.of() : List.of(ReleaseEvents.testNoLongerNeeded(row, decision.decidedAt()));
    }

    /**
     * A test asked for under an older policy goes on to its end; its verdict will not count then, and only then a new
     * one is asked for.
     */
    private static boolean isAskedFor(ReleaseRequestRow row, Policy policy, TestFacts test) {
        boolean underWay = test instanceof TestFacts.Open || test instanceof TestFacts.AwaitingPublisher;
        return row.testRequestedPolicy()
                .map(asked -> asked.equals(policy.version()) || underWay)
                .orElse(false);
    }
}
