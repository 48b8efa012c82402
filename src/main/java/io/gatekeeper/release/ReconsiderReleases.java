package io.gatekeeper.release;

import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                .filter(row -> isStale(row, standing))
                .toList();
        outbox.append(deciding.again(rows, standing, Cause.STANDING_CHANGED));
    }

    /**
     * The same for readers of several publishers' requests, in one transaction; it waits for nobody who changes a
     * publisher, and leaves that one's requests as they are.
     */
    @Transactional
    void theseUnlessBusy(Map<CreditCode, List<UUID>> ids) {
        Map<CreditCode, EnforcedStanding> standings = gathering.lockUnlessBusy(ids.keySet());
        List<UUID> free = standings.keySet().stream()
                .flatMap(publisher -> ids.get(publisher).stream())
                .distinct()
                .toList();
        if (free.isEmpty()) {
            return;
        }
        List<ReleaseRequestRow> rows = requests.lock(free).stream()
                .filter(row -> isStale(row, standings.get(row.publisher())))
                .toList();
        outbox.append(deciding.again(rows, standings, Cause.STANDING_CHANGED).stream()
                .map(Deciding.Told::event)
                .toList());
    }

    private static boolean isStale(ReleaseRequestRow row, EnforcedStanding standing) {
        return row.isStale(standing.statusVersion(), standing.regimeVersion(), standing.at());
    }

    /**
     * A bounded number of the publisher's requests that rest on an outdated standing, waiting for none that somebody
     * else is at; any number of threads and replicas may do that side by side.
     *
     * @return how many were looked at; fewer than {@code limit} means that none is left but those
     */
    @Transactional
    int freeStaleOf(CreditCode publisher, int limit) {
        return stale(publisher, standing -> requests.lockFreeStaleOf(standing, limit));
    }

    /** The same for those as well: fewer than {@code limit} means that none is left. */
    @Transactional
    int staleOf(CreditCode publisher, int limit) {
        return stale(publisher, standing -> requests.lockStaleOf(standing, limit));
    }

    private int stale(CreditCode publisher, Function<EnforcedStanding, List<ReleaseRequestRow>> lock) {
        EnforcedStanding standing = gathering.lock(publisher);
        List<ReleaseRequestRow> rows = lock.apply(standing);
        outbox.append(deciding.again(rows, standing, Cause.STANDING_CHANGED));
        return rows.size();
    }

    /**
     * All open requests for the artifacts, at every platform, after their technical tests went on.
     *
     * @param tested the artifacts, each with the id of the call it goes back to, or null
     */
    @Transactional
    void testedBy(Map<TestSubject, String> tested) {
        Map<CreditCode, EnforcedStanding> standings = gathering.lock(tested.keySet().stream()
                .map(subject -> new CreditCode(subject.publisherId()))
                .collect(Collectors.toSet()));
        List<ReleaseRequestRow> rows = requests.lockOpenFor(tested.keySet());
        outbox.append(deciding.again(rows, standings, Cause.TEST_CHANGED).stream()
                .map(told -> told.event().causedBy(tested.get(told.about())))
                .toList());
    }
}
