package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A platform takes a request back before it is listed. */
@ApplicationScoped
class WithdrawRelease {

    private final ReleaseRequests requests;
    private final Outbox outbox;
    private final Clock clock;

    WithdrawRelease(ReleaseRequests requests, Outbox outbox, Clock clock) {
        this.requests = requests;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Final; a repetition changes nothing. */
    @Transactional
    void withdraw(UUID id, Optional<String> ifMatch) {
        ReleaseRequestRow row = requests.lock(id).orElseThrow(() -> ProblemException.notFound("release request"));
        if (row.state() == ReleaseState.WITHDRAWN) {
            return;
        }
        ReportListing.requireMatch(row, ifMatch);
        if (!(row.request() instanceof ReleaseRequest.Open open)) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "A release request that is " + row.state() + " cannot be withdrawn.");
        }
        Instant now = clock.instant();
        row.become(open.withdrawn(now));
        if (row.testRequestedPolicy().isPresent()) {
            row.testNoLongerRequested();
            outbox.append(ReleaseEvents.testNoLongerNeeded(row, now));
        }
    }
}
