package io.gatekeeper.release;

import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.technicaltest.TechnicalTests;
import io.gatekeeper.technicaltest.TestFacts;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notes what the technical test said of releases that did not wait for it. One that is not listed has been decided again like
 * any other by then; one that is listed is never touched, so the note and its event are all there is.
 */
@ApplicationScoped
class FollowExpeditions {

    private final ReleaseRequests requests;
    private final Expeditions expeditions;
    private final TechnicalTests tests;
    private final Outbox outbox;
    private final Clock clock;

    FollowExpeditions(
            ReleaseRequests requests, Expeditions expeditions, TechnicalTests tests, Outbox outbox, Clock clock) {
        this.requests = requests;
        this.expeditions = expeditions;
        this.tests = tests;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param tested artifacts whose tests went on, and whose requests have been decided again */
    @Transactional
    void testedBy(Set<TestSubject> tested) {
        Instant now = clock.instant();
        List<ExpeditionRow> rows = expeditions.lockedWithoutVerdict(tested);
        if (rows.isEmpty()) {
            return;
        }
        Map<TestSubject, TestFacts> facts =
                tests.factsFor(rows.stream().map(ExpeditionRow::subject).collect(Collectors.toSet()), now);
        List<Event> events = new ArrayList<>();
        for (ExpeditionRow row : rows) {
            verdict(facts.get(row.subject())).ifPresent(verdict -> {
                ReleaseState release = requests.findById(row.releaseRequestId).state();
                row.followedUp(verdict, release, now);
                events.add(ExpeditionEvent.FOLLOWED_UP.of(row, release, now));
            });
        }
        outbox.append(events);
    }

    private static Optional<ExpeditionRow.TestVerdict> verdict(TestFacts facts) {
        if (facts instanceof TestFacts.Passed) {
            return Optional.of(ExpeditionRow.TestVerdict.PASSED);
        }
        return facts instanceof TestFacts.Failed ? Optional.of(ExpeditionRow.TestVerdict.FAILED) : Optional.empty();
    }
}
