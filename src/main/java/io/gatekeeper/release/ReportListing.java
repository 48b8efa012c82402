package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A platform lists a cleared version now: the last check before the public. */
@ApplicationScoped
class ReportListing {

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Deciding deciding;
    private final Outbox outbox;

    ReportListing(Gathering gathering, ReleaseRequests requests, Deciding deciding, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /**
     * Proves the clearance again when the facts have moved, then lists. A hold that comes of it is stored: refusing the
     * listing must not undo the decision that refuses it, so the refusal is an answer here and not an exception.
     *
     * @return where the request stands; anything but LISTED means that the version must not be listed
     */
    @Transactional
    ReleaseState list(UUID id, CreditCode publisher, Optional<String> ifMatch) {
        EnforcedStanding standing = gathering.lock(publisher);
        ReleaseRequestRow row = requests.lock(id).orElseThrow(() -> ProblemException.notFound("release request"));
        requireMatch(row, ifMatch);
        if (row.isStale(standing.statusVersion(), standing.regimeVersion(), standing.at())) {
            // Each step of the life is written by itself, so that the database can judge each.
            outbox.append(deciding.again(List.of(row), standing, Cause.LISTING_REPORTED));
            row = requests.lock(id).orElseThrow();
        }
        if (row.request() instanceof ReleaseRequest.Cleared cleared) {
            row.become(cleared.listed(standing.at()));
            requests.flushListing();
        }
        return row.state();
    }

    /** RFC 9110, section 13.1.1: whoever acts on what it has read may say so, and is refused when that has changed. */
    static void requireMatch(ReleaseRequestRow row, Optional<String> ifMatch) {
        if (ifMatch.isPresent() && !Etags.matches(ifMatch.get(), row)) {
            throw ProblemException.of(
                    ProblemType.PRECONDITION_FAILED, "The release request has changed since it was read.");
        }
    }
}
