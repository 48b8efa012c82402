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

    /** The request that is the same by nature, unless it was withdrawn or superseded. */
    Optional<ReleaseRequestRow> sameByNature(String platformId, Submission submission) {
        return find(
                        "platformId = ?1 and publisherId = ?2 and packageName = ?3 and os = ?4 and versionCode = ?5"
                                + " and versionName = ?6 and sha256 = ?7 and state not in ('WITHDRAWN', 'SUPERSEDED')",
                        platformId,
                        submission.publisherId(),
                        submission.app().packageName(),
                        submission.app().os(),
                        submission.version().code().intValue(),
                        submission.version().name(),
                        submission.artifact().sha256())
                .firstResultOptional();
    }

    /**
     * The held requests a new submission replaces, locked: the same platform's, for the same app, of the same or an
     * older version.
     */
    List<ReleaseRequestRow> lockReplacedBy(String platformId, Submission submission) {
        return find(
                        "platformId = ?1 and publisherId = ?2 and packageName = ?3 and os = ?4 and versionCode <= ?5"
                                + " and state = 'HELD' order by id",
                        platformId,
                        submission.publisherId(),
                        submission.app().packageName(),
                        submission.app().os(),
                        submission.version().code().intValue())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
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
