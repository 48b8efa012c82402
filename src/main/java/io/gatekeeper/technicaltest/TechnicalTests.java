package io.gatekeeper.technicaltest;

import io.gatekeeper.batching.RoundTrip.Part;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What other packages may ask about technical tests. */
@ApplicationScoped
public class TechnicalTests {

    private final LatestTests latest;
    private final TestQueue queue;
    private final Expectations expectations;

    TechnicalTests(LatestTests latest, TestQueue queue, Expectations expectations) {
        this.latest = latest;
        this.queue = queue;
        this.expectations = expectations;
    }

    /** The gate's evidence, in the transaction that stores the decision: the open case of the subject, else the one concluded last. */
    @Transactional(Transactional.TxType.MANDATORY)
    public TestFacts factsFor(TestSubject subject, Instant now) {
        return factsFor(Set.of(subject), now).get(subject);
    }

    /** The same for several subjects, with one statement: an answer for each. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<TestSubject, TestFacts> factsFor(Set<TestSubject> subjects, Instant now) {
        return facts(subjects, latest.of(subjects), now);
    }

    /** The same as a part of a round trip of the caller's transaction. */
    public Part<Map<TestSubject, TestFacts>> askingFactsFor(Set<TestSubject> subjects, Instant now) {
        return LatestTests.asking(subjects, tests -> facts(subjects, tests, now));
    }

    private static Map<TestSubject, TestFacts> facts(Set<TestSubject> subjects, List<LatestTest> tests, Instant now) {
        Map<TestSubject, TestFacts> facts = new HashMap<>();
        subjects.forEach(subject -> facts.put(subject, new TestFacts.None()));
        tests.forEach(test -> facts.put(test.subject(), test.facts(now)));
        return facts;
    }

    /** Empty when the subject has no test but cancelled ones. */
    @Transactional(Transactional.TxType.SUPPORTS)
    public Optional<TestSummary> summaryFor(TestSubject subject, Instant now) {
        return Optional.ofNullable(summariesFor(List.of(subject), now).get(subject));
    }

    /** The same for a page of subjects, with as many statements as for one. */
    @Transactional(Transactional.TxType.SUPPORTS)
    public Map<TestSubject, TestSummary> summariesFor(Collection<TestSubject> subjects, Instant now) {
        List<LatestTest> tests = latest.of(subjects);
        List<TestQueue.Place> queued = tests.stream()
                .filter(test -> TestState.QUEUED.name().equals(test.state()))
                .map(test -> new TestQueue.Place(test.id(), test.dueAt()))
                .toList();
        QueuePositions positions = queue.positionsOf(queued);
        Map<TestSubject, TestSummary> summaries = new HashMap<>();
        for (LatestTest test : tests) {
            test.summary(now, positions, expectations).ifPresent(summary -> summaries.put(test.subject(), summary));
        }
        return summaries;
    }
}
