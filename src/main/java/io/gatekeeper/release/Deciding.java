package io.gatekeeper.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Evidence;
import io.gatekeeper.gate.Gate;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.technicaltest.TechnicalTests;
import io.gatekeeper.technicaltest.TestFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The step all use cases share: gather the evidence, have the gate decide, store the decision, and say which events
 * tell of it. The caller holds the publisher's lock, in which the {@link EnforcedStanding} was read, and appends them.
 */
@ApplicationScoped
class Deciding {

    private final ReleaseRequests requests;
    private final TechnicalTests tests;
    private final ObjectMapper json;
    private final DecisionMetrics metrics;

    Deciding(ReleaseRequests requests, TechnicalTests tests, ObjectMapper json, DecisionMetrics metrics) {
        this.requests = requests;
        this.tests = tests;
        this.json = json;
        this.metrics = metrics;
    }

    /** A decision just stored: the request as it is now, the full decision, the events that tell of it. */
    record Decided(ReleaseRequestRow row, DecisionDocument document, List<Event> events) {}

    /** The first decision on a submission. */
    Decided first(
            UUID id,
            String platformId,
            Submission submission,
            StoredSubmission stored,
            EnforcedStanding standing) {
        TestFacts test = tests.factsFor(submission.subject(), standing.at());
        Decision decision = Gate.decide(new Evidence(
                standing.at(),
                standing.at(),
                standing.at(),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                test));
        ReleaseRequestRow row = ReleaseRequestRow.of(id, platformId, submission, stored, decision);
        List<Event> testing = askForTest(row, submission, decision);
        requests.persist(row);
        return store(row, decision, Cause.SUBMITTED, testing);
    }

    /**
     * Decides an open request again on present facts. A PUBLISH is always stored anew, with the standing it was proved
     * on; a HOLD only when it tells its reader something else than the one before.
     *
     * @return empty when nothing new was decided
     */
    Optional<Decided> again(ReleaseRequestRow row, EnforcedStanding standing, Cause cause) {
        if (!(row.request() instanceof ReleaseRequest.Open open)) {
            return Optional.empty();
        }
        Submission submission = read(row.submission(), Submission.class);
        TestFacts test = tests.factsFor(submission.subject(), standing.at());
        Decision decision = Gate.decide(new Evidence(
                standing.at(),
                row.heldSince().orElse(standing.at()),
                row.testRequestedAt().orElse(standing.at()),
                submission.kind(),
                Optional.ofNullable(submission.filingNumber()),
                standing,
                test));
        if (decision.outcome() == Outcome.HOLD
                && row.outcome() == Outcome.HOLD
                && document(requests.currentDecision(row)).saysTheSameAs(decision)) {
            row.looked(decision);
            return Optional.empty();
        }
        row.decided(open.decided(decision), decision);
        return Optional.of(store(row, decision, cause, askForTest(row, submission, decision)));
    }

    DecisionDocument document(DecisionRow decision) {
        return read(decision.document(), DecisionDocument.class);
    }

    private Decided store(ReleaseRequestRow row, Decision decision, Cause cause, List<Event> testing) {
        DecisionDocument document = DecisionDocument.of(cause, decision);
        requests.append(DecisionRow.of(row.id(), row.decisionSequence(), decision, write(document)));
        metrics.made(decision);
        List<Event> events = new ArrayList<>();
        events.add(ReleaseEvents.decisionMade(row, decision));
        events.addAll(testing);
        return new Decided(row, document, events);
    }

    /** Asks for a test that is needed and not asked for yet, or takes back the wish for one that is not needed. */
    private static List<Event> askForTest(ReleaseRequestRow row, Submission submission, Decision decision) {
        TestFacts test = decision.evidence().test();
        boolean underWay = test instanceof TestFacts.Open || test instanceof TestFacts.AwaitingPublisher;
        if (decision.testNeeded()) {
            Policy policy = decision.evidence().standing().policy().orElseThrow();
            Optional<String> askedUnder = row.testRequestedPolicy();
            // What was asked for under an older policy and is still under way goes on; its verdict will not count, and
            // then a new test is asked for.
            boolean asked = askedUnder.isPresent()
                    && (askedUnder.get().equals(policy.version()) || underWay);
            if (asked) {
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

    private <T> T read(String stored, Class<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON of " + type.getSimpleName() + " cannot be read", e);
        }
    }

    private String write(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision document can be written", e);
        }
    }
}
