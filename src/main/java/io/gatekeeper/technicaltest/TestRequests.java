package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;
import static io.gatekeeper.technicaltest.Columns.values;

import io.gatekeeper.batching.RoundTrip.Part;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Which release requests of which platforms wait for which technical test. */
@ApplicationScoped
class TestRequests implements PanacheRepositoryBase<RequestRow, RequestRow.Key> {

    private final Session database;

    TestRequests(Session database) {
        this.database = database;
    }

    /** A release request that is to wait for a test. */
    record Link(UUID testId, TestRequested request) {}

    /** A release request that waits for a test no longer. */
    record Left(UUID testId, UUID releaseRequestId) {}

    /** The latest decision heard of each release request, for those that were heard of at all. */
    Map<UUID, Long> lastSequencesOf(Collection<UUID> releaseRequestIds) {
        if (releaseRequestIds.isEmpty()) {
            return Map.of();
        }
        return database
                .createNativeQuery("""
                        SELECT release_request_id, max(decision_sequence) AS sequence FROM test_request
                         WHERE release_request_id = ANY (CAST(:ids AS uuid[])) GROUP BY release_request_id
                        """, Tuple.class)
                .setParameter("ids", column(releaseRequestIds, id -> id))
                .getResultList()
                .stream()
                .collect(Collectors.toMap(row -> row.get(0, UUID.class), row -> row.get(1, Long.class)));
    }

    /** Whether a release request of the platform waits, or waited, for the test. */
    boolean isAskedForBy(String platformId, UUID testId) {
        return count("key.testId = ?1 AND platformId = ?2", testId, platformId) > 0;
    }

    /** Links release requests to tests, again if they had left; as a part of a round trip. */
    static Part<Void> linking(List<Link> links) {
        return Part.writing(
                """
                INSERT INTO test_request (test_id, release_request_id, platform_id, kind, decision_sequence, requested_at)
                SELECT l.test_id::uuid, l.release_request_id::uuid, l.platform_id, l.kind, l.sequence::bigint,
                       l.requested_at::timestamptz
                  FROM unnest(?, ?, ?, ?, ?, ?)
                       AS l(test_id, release_request_id, platform_id, kind, sequence, requested_at)
                ON CONFLICT (test_id, release_request_id) DO UPDATE
                   SET decision_sequence = EXCLUDED.decision_sequence, requested_at = EXCLUDED.requested_at,
                       no_longer_needed_at = NULL, cause = NULL
                """,
                List.of(
                        values(links, Link::testId),
                        values(links, link -> link.request().releaseRequestId()),
                        values(links, link -> link.request().platformId()),
                        values(links, link -> link.request().kind()),
                        values(links, link -> link.request().decisionSequence()),
                        values(links, link -> link.request().requestedAt())),
                links.size());
    }

    /** Lets the release requests leave every test they wait for. */
    List<Left> leave(List<TestNoLongerNeeded> unneeded) {
        return database
                .createNativeQuery("""
                        UPDATE test_request r SET no_longer_needed_at = l.at::timestamptz, cause = l.cause
                          FROM unnest(:ids, :causes, :ats) AS l(id, cause, at)
                         WHERE r.release_request_id = l.id::uuid AND r.no_longer_needed_at IS NULL
                        RETURNING r.test_id, r.release_request_id
                        """, Tuple.class)
                .setParameter("ids", column(unneeded, TestNoLongerNeeded::releaseRequestId))
                .setParameter("causes", column(unneeded, TestNoLongerNeeded::cause))
                .setParameter("ats", column(unneeded, TestNoLongerNeeded::at))
                .getResultList()
                .stream()
                .map(row -> new Left(row.get(0, UUID.class), row.get(1, UUID.class)))
                .toList();
    }

    List<UUID> waitingFor(UUID testId) {
        return waitingFor(List.of(testId)).getOrDefault(testId, List.of());
    }

    Map<UUID, List<UUID>> waitingFor(Collection<UUID> testIds) {
        if (testIds.isEmpty()) {
            return Map.of();
        }
        return list("key.testId IN ?1 AND noLongerNeededAt IS NULL ORDER BY key.releaseRequestId", testIds).stream()
                .map(row -> row.key)
                .collect(Collectors.groupingBy(
                        RequestRow.Key::testId,
                        Collectors.mapping(RequestRow.Key::releaseRequestId, Collectors.toList())));
    }
}
