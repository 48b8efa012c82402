package io.gatekeeper.release;

import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.technicaltest.TestSubject;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The release requests and their decisions, for the use cases that change them. */
@ApplicationScoped
class ReleaseRequests implements PanacheRepositoryBase<ReleaseRequestRow, UUID> {

    private static final String OPEN = "state in ('HELD', 'CLEARED')";

    /**
     * A request of the same platform for the same app that a new submission may repeat or replace; seen, not locked.
     *
     * @param same whether it is the same by nature: the same version and artifact
     */
    record Related(UUID id, boolean same, ReleaseState state, String submissionDigest) {}

    /** The one that is the same by nature, if there is one, and the held ones of the same or an older version. */
    List<Related> relatedTo(String platformId, Submission submission) {
        return getEntityManager()
                .createQuery("""
                        select new io.gatekeeper.release.ReleaseRequests$Related(
                                 r.id,
                                 r.versionCode = :code and r.versionName = :name and r.sha256 = :sha256,
                                 r.state, r.submissionDigest)
                          from ReleaseRequestRow r
                         where r.platformId = :platformId and r.publisherId = :publisherId
                           and r.packageName = :packageName and r.os = :os
                           and r.state not in ('WITHDRAWN', 'SUPERSEDED')
                           and ((r.versionCode = :code and r.versionName = :name and r.sha256 = :sha256)
                                or (r.state = 'HELD' and r.versionCode <= :code))
                         order by r.id
                        """, Related.class)
                .setParameter("platformId", platformId)
                .setParameter("publisherId", submission.publisherId())
                .setParameter("packageName", submission.app().packageName())
                .setParameter("os", submission.app().os())
                .setParameter("code", submission.version().code().intValue())
                .setParameter("name", submission.version().name())
                .setParameter("sha256", submission.artifact().sha256())
                .getResultList();
    }

    Optional<ReleaseRequestRow> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The publisher's open requests whose last look is not of the present standing, oldest first, locked. */
    List<ReleaseRequestRow> lockStaleOf(EnforcedStanding standing, int limit) {
        return find(
                        "publisherId = ?1 and " + OPEN + " and (checkedStatusVersion <> ?2"
                                + " or checkedRegimeVersion <> ?3 or validUntil <= ?4) order by id",
                        standing.publisher().value(),
                        standing.statusVersion(),
                        standing.regimeVersion(),
                        standing.at())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .page(0, limit)
                .list();
    }

    /** The open requests for one artifact of one publisher's app, at whatever platform, locked. */
    List<ReleaseRequestRow> lockOpenFor(TestSubject subject) {
        return find(
                        "sha256 = ?1 and publisherId = ?2 and packageName = ?3 and os = ?4 and " + OPEN
                                + " order by id",
                        subject.sha256(),
                        subject.publisherId(),
                        subject.packageName(),
                        Os.valueOf(subject.os()))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Publishers, a bounded number, with open requests that time or a change of the regime has overtaken. */
    List<CreditCode> publishersOvertaken(java.time.Instant now, int limit) {
        List<?> codes = getEntityManager()
                .createNativeQuery("""
                        (SELECT publisher_id FROM release_request
                          WHERE state IN ('HELD', 'CLEARED') AND valid_until <= :now
                          ORDER BY valid_until LIMIT :limit)
                        UNION
                        (SELECT publisher_id FROM release_request
                          WHERE state IN ('HELD', 'CLEARED') AND checked_regime_version < (SELECT version FROM regime)
                          ORDER BY checked_regime_version LIMIT :limit)
                        """)
                .setParameter("now", now.atOffset(java.time.ZoneOffset.UTC))
                .setParameter("limit", limit)
                .getResultList();
        return codes.stream().map(code -> new CreditCode((String) code)).toList();
    }

    DecisionRow currentDecision(ReleaseRequestRow row) {
        return getEntityManager().find(DecisionRow.class, new DecisionRow.Key(row.id(), row.decisionSequence()));
    }

    void append(DecisionRow decision) {
        getEntityManager().persist(decision);
    }
}
