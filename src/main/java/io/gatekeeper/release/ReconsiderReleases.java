package io.gatekeeper.release;

import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Decides open requests again when the facts have changed: each one gets a decision of its own. */
@ApplicationScoped
class ReconsiderReleases {

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Deciding deciding;
    private final Outbox outbox;

    ReconsiderReleases(Gathering gathering, ReleaseRequests requests, Deciding deciding, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /** Requests of one publisher whose reader noticed that their decisions rest on an outdated standing. */
    @Transactional
    void these(Collection<UUID> ids, CreditCode publisher) {
        EnforcedStanding standing = gathering.lock(publisher);
        List<ReleaseRequestRow> rows = requests.lock(ids).stream()
                .filter(row -> row.isStale(standing.statusVersion(), standing.regimeVersion(), standing.at()))
                .toList();
        outbox.append(deciding.again(rows, standing, Cause.STANDING_CHANGED));
    }

    /**
     * A bounded number of the publisher's requests that rest on an outdated standing.
     *
     * @return how many were looked at; fewer than {@code limit} means that none is left
     */
    @Transactional
    int staleOf(CreditCode publisher, int limit) {
        EnforcedStanding standing = gathering.lock(publisher);
        List<ReleaseRequestRow> rows = requests.lockStaleOf(standing, limit);
        outbox.append(deciding.again(rows, standing, Cause.STANDING_CHANGED));
        return rows.size();
    }

    /** All open requests for an artifact, at every platform, after its technical test went on. */
    @Transactional
    void testedBy(TestSubject subject) {
        EnforcedStanding standing = gathering.lock(new CreditCode(subject.publisherId()));
        List<ReleaseRequestRow> rows = requests.lockOpenFor(subject);
        outbox.append(deciding.again(rows, standing, Cause.TEST_CHANGED));
    }
}
