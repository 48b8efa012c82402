package io.gatekeeper.technicaltest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** The technical tests, and every way to lock them. */
@ApplicationScoped
class TestRows implements PanacheRepositoryBase<TestRow, UUID> {

    private final Session database;

    TestRows(Session database) {
        this.database = database;
    }

    Optional<TestRow> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * The open case of the subject, else the one concluded last, as {@link LatestTests} tells; else one that was cancelled.
     * Empty for a subject nobody has heard of.
     */
    Optional<TestRow> latestLocked(TestSubject subject) {
        return database.createNativeQuery("""
                        SELECT * FROM technical_test
                         WHERE sha256 = :sha256 AND package_name = :packageName AND publisher_id = :publisherId AND os = :os
                         ORDER BY state = 'CANCELLED', concluded_at DESC NULLS FIRST LIMIT 1
                           FOR NO KEY UPDATE
                        """, TestRow.class)
                .setParameter("sha256", subject.sha256())
                .setParameter("packageName", subject.packageName())
                .setParameter("publisherId", subject.publisherId())
                .setParameter("os", subject.os())
                .uniqueResultOptional();
    }

    List<TestRow> overdueLocked(Instant now, int limit) {
        return due("""
                SELECT * FROM technical_test
                 WHERE overdue_announced_at IS NULL
                   AND state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER')
                   AND (clock_stopped_at IS NULL OR clock_stopped_at >= due_at)
                   AND due_at <= :now
                 ORDER BY due_at LIMIT :limit
                   FOR NO KEY UPDATE SKIP LOCKED
                """, now, limit);
    }

    List<TestRow> expiredClaimsLocked(Instant now, int limit) {
        return due("""
                SELECT * FROM technical_test
                 WHERE state = 'IN_TEST' AND claimed_until <= :now
                 ORDER BY claimed_until LIMIT :limit
                   FOR NO KEY UPDATE SKIP LOCKED
                """, now, limit);
    }

    List<TestRow> unansweredLocked(Instant now, int limit) {
        return due("""
                SELECT * FROM technical_test
                 WHERE state = 'AWAITING_PUBLISHER' AND answer_escalated_at IS NULL AND answer_due_at <= :now
                 ORDER BY answer_due_at LIMIT :limit
                   FOR NO KEY UPDATE SKIP LOCKED
                """, now, limit);
    }

    private List<TestRow> due(String sql, Instant now, int limit) {
        return database.createNativeQuery(sql, TestRow.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("limit", limit)
                .getResultList();
    }
}
