package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;
import static io.gatekeeper.technicaltest.Columns.values;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.identity.Role;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * The technical tests, and every way to lock them. A limit stands in the statement and is no parameter of it: a plan that
 * PostgreSQL keeps for any limit would be one for a tenth of the table.
 */
@ApplicationScoped
class TestRows implements PanacheRepositoryBase<TestRow, UUID> {

    /** Of the laboratory {@code :me}; the register is looked up each time, so it holds as soon as it says so. */
    static final String UNAFFILIATED = "NOT EXISTS (SELECT FROM laboratory_affiliation a"
            + " WHERE a.laboratory_id = :me AND a.publisher_id = %s.publisher_id)";

    private static final String ONE = "SELECT t.*, d.announced_at FROM technical_test t"
            + " LEFT JOIN test_deadline d ON d.test_id = t.id WHERE t.id = :id";
    /** Who concluded the publisher's latest case, where another laboratory has room for the next. */
    private static final String RESTED = """
            SELECT latest.laboratory
              FROM (SELECT c.laboratory FROM technical_test c
                     WHERE c.publisher_id = o.publisher_id AND c.concluded_at IS NOT NULL
                     ORDER BY c.concluded_at DESC LIMIT 1) AS latest
             WHERE EXISTS (SELECT FROM laboratory l
                            WHERE l.id <> latest.laboratory AND l.id IS DISTINCT FROM o.barred_laboratory
                              AND (l.capacity IS NULL OR l.capacity > (
                                   SELECT count(*) FROM technical_test h
                                    WHERE h.laboratory = l.id AND h.state IN ('IN_TEST', 'AWAITING_PUBLISHER')))
                              AND NOT EXISTS (SELECT FROM laboratory_affiliation a
                                               WHERE a.laboratory_id = l.id AND a.publisher_id = o.publisher_id))
            """;

    private static final String INSERT = """
            INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name,
                   version_code, size_bytes, policy_version, plan_edition, plan_items, state, opened_at, due_at,
                   version, barred_laboratory, test_days, rested_laboratory, rested_until)
            SELECT o.id::uuid, o.publisher_id, o.package_name, o.os, o.sha256, o.app_name, o.version_name,
                   o.version_code::bigint, o.size_bytes::bigint, o.policy_version, o.plan_edition,
                   o.plan_items::int, o.state,
                   o.opened_at::timestamptz, o.due_at::timestamptz, o.version::bigint,
                   o.barred_laboratory, o.test_days, rested.laboratory,
                   CASE WHEN rested.laboratory IS NOT NULL THEN o.rested_until::timestamptz END
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   AS o(id, publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                        size_bytes, policy_version, plan_edition, plan_items, state, opened_at, due_at, version,
                        barred_laboratory, test_days, rested_until)
              LEFT JOIN LATERAL (%s) AS rested ON true
            """.formatted(RESTED);

    private static final String LOCKED = " FOR NO KEY UPDATE OF t";

    private final Session database;

    TestRows(Session database) {
        this.database = database;
    }

    /**
     * Locks the case and reads it, in one statement that says so itself: of an entity with a second table Hibernate reads
     * first and locks afterwards, and what was read may have changed in between.
     */
    Optional<TestRow> locked(UUID id) {
        return database.createNativeQuery(ONE + LOCKED, TestRow.class).setParameter("id", id).getResultList().stream()
                .findFirst();
    }

    /** The same for a viewer; a laboratory is not even told of a case of a publisher it is affiliated with. */
    Optional<TestRow> locked(UUID id, Viewer viewer) {
        return viewer.role() == Role.LABORATORY ? unaffiliated(id, viewer.organisation(), LOCKED) : locked(id);
    }

    /** Not locked, to be read; else as {@link #locked(UUID, Viewer)}. */
    Optional<TestRow> read(UUID id, Viewer viewer) {
        return viewer.role() == Role.LABORATORY ? unaffiliated(id, viewer.organisation(), "") : findByIdOptional(id);
    }

    private Optional<TestRow> unaffiliated(UUID id, String laboratory, String locked) {
        return database.createNativeQuery(ONE + " AND " + UNAFFILIATED.formatted("t") + locked, TestRow.class)
                .setParameter("id", id)
                .setParameter("me", laboratory)
                .getResultStream()
                .findFirst();
    }

    Optional<TestRow> latestLocked(TestSubject subject) {
        return Optional.ofNullable(latestLocked(List.of(subject)).get(subject));
    }

    /**
     * For each subject the open case, else the one concluded last, as {@link LatestTests} tells; else one that was
     * cancelled. Nothing for a subject nobody has heard of.
     */
    Map<TestSubject, TestRow> latestLocked(Collection<TestSubject> subjects) {
        return database
                .createNativeQuery("""
                        SELECT t.*, d.announced_at
                          FROM unnest(:publisherIds, :packageNames, :oss, :digests)
                               AS s(publisher_id, package_name, os, sha256)
                         CROSS JOIN LATERAL (
                               SELECT * FROM technical_test c
                                WHERE c.sha256 = s.sha256 AND c.package_name = s.package_name
                                  AND c.publisher_id = s.publisher_id AND c.os = s.os
                                ORDER BY c.state = 'CANCELLED', c.concluded_at DESC NULLS FIRST LIMIT 1
                                  FOR NO KEY UPDATE) t
                          LEFT JOIN test_deadline d ON d.test_id = t.id
                        """, TestRow.class)
                .setParameter("publisherIds", column(subjects, TestSubject::publisherId))
                .setParameter("packageNames", column(subjects, TestSubject::packageName))
                .setParameter("oss", column(subjects, TestSubject::os))
                .setParameter("digests", column(subjects, TestSubject::sha256))
                .getResultList()
                .stream()
                .collect(Collectors.toMap(TestRow::subject, Function.identity()));
    }

    /**
     * Stores cases that were just opened, as a part of a round trip; SQL, because a consumer opens hundreds at once.
     *
     * @param restedUntil until when a case is offered to others first than the laboratory that concluded its publisher's last
     */
    static Part<Void> inserting(List<TestRow> opened, Instant restedUntil) {
        return Part.writing(
                INSERT,
                List.of(
                        values(opened, row -> row.id),
                        values(opened, row -> row.publisherId),
                        values(opened, row -> row.packageName),
                        values(opened, row -> row.os),
                        values(opened, row -> row.sha256),
                        values(opened, row -> row.appName),
                        values(opened, row -> row.versionName),
                        values(opened, row -> row.versionCode),
                        values(opened, row -> row.sizeBytes),
                        values(opened, row -> row.policyVersion),
                        values(opened, row -> row.planEdition),
                        values(opened, row -> row.planItems),
                        values(opened, row -> row.state),
                        values(opened, row -> row.openedAt),
                        values(opened, row -> row.dueAt),
                        values(opened, row -> row.version),
                        values(opened, row -> row.barredLaboratory),
                        values(opened, row -> row.testDays),
                        values(opened, row -> restedUntil)),
                opened.size());
    }

    /** Writes all of this in the caller's transaction, after what it changed of cases that are there. */
    void make(List<Part<?>> roundTrip) {
        database.flush();
        database.doWork(connection -> RoundTrip.make(connection, roundTrip));
    }

    /** Whether a laboratory holds a test of the file; while the publisher is awaited its claim stands still. */
    boolean isClaimedBy(String laboratory, String sha256, Instant now) {
        return database.createNativeQuery("""
                        SELECT EXISTS (SELECT FROM technical_test
                                        WHERE sha256 = :sha256 AND laboratory = :me AND %s
                                          AND (state = 'AWAITING_PUBLISHER'
                                               OR state = 'IN_TEST' AND claimed_until > :now))
                        """.formatted(UNAFFILIATED.formatted("technical_test")), Boolean.class)
                .setParameter("sha256", sha256)
                .setParameter("me", laboratory)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getSingleResult();
    }

    /** The open cases of a file whose screening nobody has asked for yet, sorted so that nobody waits in a circle. */
    List<TestRow> notScreenedLocked(String sha256) {
        return database.createNativeQuery("""
                        SELECT t.*, d.announced_at FROM technical_test t LEFT JOIN test_deadline d ON d.test_id = t.id
                         WHERE t.sha256 = :sha256
                           AND t.state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'CONTRADICTED')
                           AND NOT EXISTS (SELECT FROM test_screening s WHERE s.test_id = t.id)
                         ORDER BY t.id LIMIT 1000 FOR NO KEY UPDATE OF t
                        """, TestRow.class)
                .setParameter("sha256", sha256)
                .getResultList();
    }

    /** Whether a laboratory holds a test in which the publisher answered with the file. */
    boolean isAnsweredWith(String laboratory, String sha256, Instant now) {
        return database.createNativeQuery("""
                        SELECT EXISTS (SELECT FROM answer_file f
                                         JOIN information_request r ON r.id = f.information_request_id
                                         JOIN technical_test t ON t.id = r.test_id
                                        WHERE f.sha256 = :sha256 AND t.laboratory = :me AND %s
                                          AND (t.state = 'AWAITING_PUBLISHER'
                                               OR t.state = 'IN_TEST' AND t.claimed_until > :now))
                        """.formatted(UNAFFILIATED.formatted("t")), Boolean.class)
                .setParameter("sha256", sha256)
                .setParameter("me", laboratory)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getSingleResult();
    }

    /** The laboratories that named the file as evidence in a test this laboratory holds. */
    List<String> namedAsEvidence(String laboratory, String sha256, Instant now) {
        return database.createNativeQuery("""
                        WITH held AS (
                          SELECT id, first_laboratory FROM technical_test
                           WHERE laboratory = :me AND %s
                             AND (state = 'AWAITING_PUBLISHER' OR state = 'IN_TEST' AND claimed_until > :now))
                        SELECT f.laboratory FROM held JOIN finding f ON f.test_id = held.id
                          JOIN finding_evidence e ON e.finding_id = f.id
                         WHERE e.sha256 = :sha256 AND f.laboratory IS DISTINCT FROM held.first_laboratory
                        UNION
                        SELECT p.laboratory FROM held JOIN plan_result p ON p.test_id = held.id
                         WHERE p.laboratory IS DISTINCT FROM held.first_laboratory AND p.evidence @> jsonb_build_array(jsonb_build_object('sha256', CAST(:sha256 AS text)))
                        """.formatted(UNAFFILIATED.formatted("technical_test")), String.class)
                .setParameter("me", laboratory)
                .setParameter("sha256", sha256)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
    }

    List<TestRow> expiredClaimsLocked(Instant now, int limit) {
        return due("""
                SELECT t.*, d.announced_at FROM technical_test t LEFT JOIN test_deadline d ON d.test_id = t.id
                 WHERE state = 'IN_TEST' AND claimed_until <= :now
                 ORDER BY claimed_until LIMIT %d
                   FOR NO KEY UPDATE OF t SKIP LOCKED
                """, now, limit);
    }

    List<TestRow> unansweredLocked(Instant now, int limit) {
        return due("""
                SELECT t.*, d.announced_at FROM technical_test t LEFT JOIN test_deadline d ON d.test_id = t.id
                 WHERE state = 'AWAITING_PUBLISHER' AND answer_escalated_at IS NULL AND answer_due_at <= :now
                 ORDER BY answer_due_at LIMIT %d
                   FOR NO KEY UPDATE OF t SKIP LOCKED
                """, now, limit);
    }

    private List<TestRow> due(String sql, Instant now, int limit) {
        return database.createNativeQuery(sql.formatted(limit), TestRow.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
    }
}
