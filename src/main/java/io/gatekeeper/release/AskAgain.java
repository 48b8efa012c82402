package io.gatekeeper.release;

import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.technicaltest.TestFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes good what a lost event left undone: asks for a test anew, with the term it had from the first asking, or decides
 * anew on a verdict that was not heard of. Where nothing was lost it changes nothing: the laboratories' side knows the
 * decision that asks.
 */
@ApplicationScoped
public class AskAgain {

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Deciding deciding;
    private final Documents documents;
    private final Outbox outbox;

    AskAgain(Gathering gathering, ReleaseRequests requests, Deciding deciding, Documents documents, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.deciding = deciding;
        this.documents = documents;
        this.outbox = outbox;
    }

    /** @return whether the request waits for a test, so that there was something to do */
    @Transactional
    public boolean ask(UUID id) {
        Optional<ReleaseRequestRow> seen = requests.findByIdOptional(id);
        if (seen.isEmpty()) {
            return false;
        }
        EnforcedStanding standing = gathering.lock(seen.get().publisher());
        ReleaseRequestRow row = requests.lock(id).orElseThrow();
        if (row.state() != ReleaseState.HELD
                || row.testRequestedPolicy().isEmpty()
                || standing.testDueAfter(standing.at()).isEmpty()) {
            return false;
        }
        TestFacts test = gathering.testsOf(Set.of(row.subject()), standing.at()).get(row.subject());
        if (test instanceof TestFacts.Passed || test instanceof TestFacts.Failed) {
            outbox.append(deciding.again(List.of(row), standing, Cause.TEST_CHANGED));
        } else {
            outbox.append(ReleaseEvents.testRequested(
                    row,
                    documents.submission(row.submission()),
                    standing,
                    row.testRequestedAt().orElseThrow()));
        }
        return true;
    }
}
