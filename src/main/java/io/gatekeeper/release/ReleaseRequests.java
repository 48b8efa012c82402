package io.gatekeeper.release;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.technicaltest.TestSubject;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The release requests and their decisions, for the use cases that change them. */
@ApplicationScoped
class ReleaseRequests implements PanacheRepositoryBase<ReleaseRequestRow, UUID> {

    private static final String OPEN = "state in ('HELD', 'CLEARED')";

    private static final String RELATED = """
            WITH o AS MATERIALIZED (
              SELECT *, release_nature(platform_id, publisher_id, package_name, os, code, name, sha256) AS nature
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                     WITH ORDINALITY AS a(platform_id, publisher_id, package_name, os, code, name, sha256,
                                          submission_digest, n))
            SELECT o.n, r.id, true, r.state = 'HELD', r.submission_digest = o.submission_digest
              FROM o JOIN release_request r
                ON release_nature(r.platform_id, r.publisher_id, r.package_name, r.os, r.version_code,
                                  r.version_name, r.sha256) = o.nature
               AND r.state NOT IN ('WITHDRAWN', 'SUPERSEDED')
             UNION ALL
            SELECT o.n, r.id, false, true, false
              FROM o JOIN release_request r
                ON r.package_name = o.package_name AND r.platform_id = o.platform_id
               AND r.publisher_id = o.publisher_id AND r.os = o.os AND r.version_code <= o.code
               AND r.state = 'HELD'
               AND (r.version_code, r.version_name, r.sha256) <> (o.code, o.name, o.sha256)
            """;

    private final FalsePublishGuard guard;

    ReleaseRequests(FalsePublishGuard guard) {
        this.guard = guard;
    }

    /**
     * A request of the same platform for the same app that a new submission may repeat or replace; seen, not locked.
     *
     * @param same     whether it is the same by nature: the same version and artifact
     * @param repeated whether what was submitted is the same to the letter
     */
    record Related(UUID id, boolean same, boolean held, boolean repeated) {}

    /**
     * For each order the one that is the same by nature, if there is one, and the held ones of the same or an older
     * version; SQL, because one statement asks for all of them and each looks its own up in two small indexes.
     */
    static Part<Map<Order, List<Related>>> relatedTo(List<Order> orders) {
        return Part.asking(
                RELATED,
                List.of(
                        Values.texts(orders, Order::platformId),
                        Values.texts(orders, o -> o.submission().publisherId()),
                        Values.texts(orders, o -> o.submission().app().packageName()),
                        Values.texts(orders, o -> o.submission().app().os().name()),
                        new Values(
                                "int4",
                                orders.stream()
                                        .map(o ->
                                                o.submission().version().code().intValue())
                                        .toArray(Integer[]::new)),
                        Values.texts(orders, o -> o.submission().version().name()),
                        Values.texts(orders, o -> o.submission().artifact().sha256()),
                        Values.texts(orders, o -> o.stored().digest())),
                rows -> related(orders, rows));
    }

    private static Map<Order, List<Related>> related(List<Order> orders, ResultSet rows) throws SQLException {
        Map<Order, List<Related>> related = new HashMap<>();
        orders.forEach(order -> related.put(order, new ArrayList<>()));
        while (rows.next()) {
            related.get(orders.get(rows.getInt(1) - 1))
                    .add(new Related(
                            rows.getObject(2, UUID.class), rows.getBoolean(3), rows.getBoolean(4), rows.getBoolean(5)));
        }
        return related;
    }

    /** Sorted, so that two transactions cannot wait for each other. */
    List<ReleaseRequestRow> lock(Collection<UUID> ids) {
        return find("id in ?1 order by id", ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** New requests with their first decisions, to be written by the caller's round trip. */
    static List<Part<?>> inserting(List<Deciding.Decided> decided) {
        return List.of(
                ReleaseRequestRow.NEW.inserting(
                        decided.stream().map(Deciding.Decided::row).toList()),
                DecisionRow.COLUMNS.inserting(
                        decided.stream().map(Deciding.Decided::decision).toList()));
    }

    /** Asks, or writes, all of this in the caller's transaction. */
    void make(List<Part<?>> roundTrip) {
        Session session = getEntityManager().unwrap(Session.class);
        guard.watching(() -> session.doWork(connection -> RoundTrip.make(connection, roundTrip)));
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

    /**
     * A bounded number of the same that nobody else has locked. In the order of the index by status version, so that
     * those of an outdated one are found without looking at the others.
     */
    List<ReleaseRequestRow> lockFreeStaleOf(EnforcedStanding standing, int limit) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        SELECT * FROM release_request
                         WHERE publisher_id = :publisherId AND state IN ('HELD', 'CLEARED')
                           AND (checked_status_version <> :statusVersion OR checked_regime_version <> :regimeVersion
                                OR valid_until <= :now)
                         ORDER BY checked_status_version LIMIT %d
                           FOR UPDATE SKIP LOCKED
                        """.formatted(limit), ReleaseRequestRow.class)
                .setParameter("publisherId", standing.publisher().value())
                .setParameter("statusVersion", standing.statusVersion())
                .setParameter("regimeVersion", standing.regimeVersion())
                .setParameter("now", standing.at().atOffset(ZoneOffset.UTC))
                .getResultList();
    }

    /** The open requests for the artifacts, at whatever platform, locked; sorted, so that no two wait for each other. */
    List<ReleaseRequestRow> lockOpenFor(Collection<TestSubject> subjects) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        SELECT r.* FROM release_request r
                          JOIN unnest(:publisherIds, :packageNames, :oss, :digests)
                               AS s(publisher_id, package_name, os, sha256)
                            ON r.sha256 = s.sha256 AND r.publisher_id = s.publisher_id
                           AND r.package_name = s.package_name AND r.os = s.os
                         WHERE r.state IN ('HELD', 'CLEARED')
                         ORDER BY r.id
                           FOR UPDATE OF r
                        """, ReleaseRequestRow.class)
                .setParameter("publisherIds", Columns.texts(subjects, TestSubject::publisherId))
                .setParameter("packageNames", Columns.texts(subjects, TestSubject::packageName))
                .setParameter("oss", Columns.texts(subjects, TestSubject::os))
                .setParameter("digests", Columns.texts(subjects, TestSubject::sha256))
                .getResultList();
    }

    /** The rejected requests for the artifact, at whatever platform, locked; of one publisher's requests, once in a while. */
    List<ReleaseRequestRow> lockRejectedFor(TestSubject subject) {
        return find(
                        "publisherId = ?1 and sha256 = ?2 and packageName = ?3 and os = ?4 and state = ?5 order by id",
                        subject.publisherId(),
                        subject.sha256(),
                        subject.packageName(),
                        Os.valueOf(subject.os()),
                        ReleaseState.REJECTED)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Publishers, a bounded number, with open requests that time or a change of the regime has overtaken. */
    List<CreditCode> publishersOvertaken(java.time.Instant now, int limit) {
        List<?> codes = getEntityManager()
                .createNativeQuery("""
                        (SELECT publisher_id FROM release_request
                          WHERE state IN ('HELD', 'CLEARED') AND valid_until <= :now
                          ORDER BY valid_until LIMIT %1$d)
                        UNION
                        (SELECT publisher_id FROM release_request
                          WHERE state IN ('HELD', 'CLEARED') AND checked_regime_version < (SELECT version FROM regime)
                          ORDER BY checked_regime_version LIMIT %1$d)
                        """.formatted(limit))
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
        return codes.stream().map(code -> new CreditCode((String) code)).toList();
    }

    /** The decisions that stand, by request. */
    Map<UUID, DecisionRow> currentDecisions(List<ReleaseRequestRow> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        return getEntityManager()
                .createQuery("""
                        select d from ReleaseRequestRow r
                          join DecisionRow d on d.key.releaseRequestId = r.id and d.key.sequence = r.decisionSequence
                         where r.id in :ids
                        """, DecisionRow.class)
                .setParameter("ids", rows.stream().map(ReleaseRequestRow::id).toList())
                .getResultStream()
                .collect(Collectors.toMap(DecisionRow::releaseRequestId, Function.identity()));
    }

    /**
     * Stores what became of requests that were looked at again: a statement for them and one for their new decisions, in one
     * round trip.
     *
     * @param changed locked by this transaction; whoever goes on with one afterwards loads it anew
     */
    void store(List<ReleaseRequestRow> changed, List<DecisionRow> decisions) {
        List<Part<?>> parts = new ArrayList<>();
        if (!changed.isEmpty()) {
            parts.add(ReleaseRequestRow.DECIDED.updating("row_version", changed));
        }
        if (!decisions.isEmpty()) {
            parts.add(DecisionRow.COLUMNS.inserting(decisions));
        }
        make(parts);
        changed.forEach(getEntityManager()::detach);
    }

    /** Writes what has become listed now, and not only with the commit. */
    void flushListing() {
        guard.watching(this::flush);
    }
}
