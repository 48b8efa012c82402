package io.gatekeeper.release;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Gate;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.gate.Waiver;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.technicaltest.TestFacts;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

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

    /** A request with its new decision, to be stored, and the events that tell of it. */
    record Decided(ReleaseRequestRow row, DecisionRow decision, List<Event> events) {}

    /** An event, and the artifact of the request it tells of. */
    record Told(TestSubject about, Event event) {}

    /** What the gate decides of a request on present facts; whether that is news is another question. */
    private record Anew(ReleaseRequestRow row, Submission submission, Decision decision) {

        /**
         * Only then has the decision that stands to be read, to see whether it says the same: of holds, and of clearances that
         * may be for a time.
         */
        boolean mayBeKnown() {
            return row.outcome() == decision.outcome()
                    && (decision.outcome() == Outcome.HOLD || row.expeditionId().isPresent());
        }
    }

    /** @param waiver what was granted the request, or null */
    private Anew anew(ReleaseRequestRow row, EnforcedStanding standing, TestFacts test, Waiver waiver) {
        Submission submission = documents.submission(row.submission());
        return new Anew(
                row,
                submission,
                Gate.decide(Gathering.of(row, submission, standing, test, Optional.ofNullable(waiver))));
    }

    /** The first decision on a submission. */
    Decided first(UUID id, Order order, EnforcedStanding standing, TestFacts test) {
        Submission submission = order.submission();
        Decision decision = Gate.decide(Gathering.of(submission, standing, test));
        ReleaseRequestRow row = ReleaseRequestRow.of(id, order.platformId(), submission, order.stored(), decision);
        List<Event> testing = askForTest(row, submission, decision);
        return new Decided(row, written(row, decision, Cause.SUBMITTED), told(row, decision, testing));
    }

    /**
     * Decides a publisher's requests again on present facts, but for those that are closed. A PUBLISH is stored anew,
     * with the standing it was proved on, whenever that has moved; a HOLD when it tells its reader something else than
     * the one before.
     *
     * @return the events that tell of the new decisions; none when nothing new was decided
     */
    List<Event> again(List<ReleaseRequestRow> rows, EnforcedStanding standing, Cause cause) {
        return again(rows, Map.of(standing.publisher(), standing), cause).stream()
                .map(Told::event)
                .toList();
    }

    /** The same for requests of several publishers, with as many statements as for one. */
    List<Told> again(List<ReleaseRequestRow> rows, Map<CreditCode, EnforcedStanding> standings, Cause cause) {
        List<ReleaseRequestRow> open = rows.stream()
                .filter(row -> row.request() instanceof ReleaseRequest.Open)
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Instant now = standings.get(open.get(0).publisher()).at();
        Map<TestSubject, TestFacts> tests =
                gathering.testsOf(open.stream().map(ReleaseRequestRow::subject).collect(Collectors.toSet()), now);
        Map<UUID, Waiver> waivers = gathering.waiversOf(open);
        List<Anew> decidedAnew = open.stream()
                .map(row -> anew(row, standings.get(row.publisher()), tests.get(row.subject()), waivers.get(row.id())))
                .toList();
        Map<UUID, DecisionRow> known = requests.currentDecisions(
                decidedAnew.stream().filter(Anew::mayBeKnown).map(Anew::row).toList());
        List<Told> told = new ArrayList<>();
        List<ReleaseRequestRow> changed = new ArrayList<>();
        List<DecisionRow> decisions = new ArrayList<>();
        for (Anew anew : decidedAnew) {
            ReleaseRequestRow row = anew.row();
            if (isNews(row, known.get(row.id()), anew.decision())) {
                Decided decided = again(row, anew.submission(), anew.decision(), cause);
                changed.add(row);
                decisions.add(decided.decision());
                decided.events().forEach(event -> told.add(new Told(row.subject(), event)));
            } else if (row.looked(anew.decision())) {
                changed.add(row);
            }
        }
        requests.store(changed, decisions);
        return told;
    }

    /** Decides requests of one publisher again that were rejected for a verdict which counts for nothing any more. */
    List<Event> reopened(List<ReleaseRequestRow> rejected, EnforcedStanding standing) {
        Map<TestSubject, TestFacts> tests = gathering.testsOf(
                rejected.stream().map(ReleaseRequestRow::subject).collect(Collectors.toSet()), standing.at());
        Map<UUID, Waiver> waivers = gathering.waiversOf(rejected);
        List<Event> events = new ArrayList<>();
        List<DecisionRow> decisions = new ArrayList<>();
        for (ReleaseRequestRow row : rejected) {
            Anew anew = anew(row, standing, tests.get(row.subject()), waivers.get(row.id()));
            Decision decision = anew.decision();
            row.decided(((ReleaseRequest.Rejected) row.request()).reopened(decision), decision);
            List<Event> testing = askForTest(row, anew.submission(), decision);
            decisions.add(written(row, decision, Cause.APPEAL_UPHELD));
            events.addAll(told(row, decision, testing));
        }
        requests.store(rejected, decisions);
        return events;
    }

    private Decided again(ReleaseRequestRow row, Submission submission, Decision decision, Cause cause) {
        row.decided(((ReleaseRequest.Open) row.request()).decided(decision), decision);
        List<Event> testing = askForTest(row, submission, decision);
        return new Decided(row, written(row, decision, cause), told(row, decision, testing));
    }

    /** @param known the decision that stands, where a reader may have been told more than its outcome; else null */
    private boolean isNews(ReleaseRequestRow row, DecisionRow known, Decision decision) {
        if (decision.outcome() != row.outcome()) {
            return true;
        }
        boolean saysElse =
                known != null && !documents.decision(known.document()).saysTheSameAs(decision);
        return decision.outcome() == Outcome.PUBLISH
                ? saysElse || row.isOvertaken(decision.statusVersion(), decision.regimeVersion(), decision.decidedAt())
                : saysElse;
    }

    private DecisionRow written(ReleaseRequestRow row, Decision decision, Cause cause) {
        String document = documents.write(DecisionDocument.of(cause, decision));
        metrics.made(decision);
        return DecisionRow.of(row.id(), row.decisionSequence(), decision, document);
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
            return List.of(ReleaseEvents.testRequested(
                    row, submission, decision.evidence().standing(), decision.decidedAt()));
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
        boolean underWay = test instanceof TestFacts.Open
                || test instanceof TestFacts.AwaitingArtifact
                || test instanceof TestFacts.AwaitingPublisher;
        return row.testRequestedPolicy()
                .map(asked -> asked.equals(policy.version()) || underWay)
                .orElse(false);
    }
}
