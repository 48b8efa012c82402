package io.gatekeeper.technicaltest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
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

    /** Whether this decision, or a later one, of the release request has been heard of. */
    boolean knows(UUID releaseRequestId, long decisionSequence) {
        return database.createNativeQuery("""
                        SELECT EXISTS (SELECT FROM test_request
                                        WHERE release_request_id = :id AND decision_sequence >= :sequence)
                        """, Boolean.class)
                .setParameter("id", releaseRequestId)
                .setParameter("sequence", decisionSequence)
                .getSingleResult();
    }

    /** Links the first release request of a new case: with the case itself, in one go with it. */
    void linkFirst(UUID testId, TestRequested request) {
        RequestRow row = new RequestRow();
        row.key = new RequestRow.Key(testId, request.releaseRequestId());
        row.platformId = request.platformId();
        row.kind = request.kind();
        row.decisionSequence = request.decisionSequence();
        row.requestedAt = request.requestedAt();
        persist(row);
    }

    /** Links a further release request, again if it had left. */
    void link(UUID testId, TestRequested request) {
        database.createNativeMutationQuery("""
                        INSERT INTO test_request (test_id, release_request_id, platform_id, kind, decision_sequence, requested_at)
                        VALUES (:testId, :releaseRequestId, :platformId, :kind, :sequence, :requestedAt)
                        ON CONFLICT (test_id, release_request_id) DO UPDATE
                           SET decision_sequence = EXCLUDED.decision_sequence, requested_at = EXCLUDED.requested_at,
                               no_longer_needed_at = NULL, cause = NULL
                        """)
                .setParameter("testId", testId)
                .setParameter("releaseRequestId", request.releaseRequestId())
                .setParameter("platformId", request.platformId())
                .setParameter("kind", request.kind())
                .setParameter("sequence", request.decisionSequence())
                .setParameter("requestedAt", request.requestedAt().atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** Lets the release request leave every test it waits for; returns those tests. */
    List<UUID> leave(UUID releaseRequestId, String cause, Instant at) {
        return database.createNativeQuery("""
                        UPDATE test_request SET no_longer_needed_at = :at, cause = :cause
                         WHERE release_request_id = :id AND no_longer_needed_at IS NULL
                        RETURNING test_id
                        """, UUID.class)
                .setParameter("id", releaseRequestId)
                .setParameter("cause", cause)
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .getResultList();
    }

    List<UUID> waitingFor(UUID testId) {
        return waitingFor(List.of(testId)).getOrDefault(testId, List.of());
    }

    Map<UUID, List<UUID>> waitingFor(Collection<UUID> testIds) {
        return list("key.testId IN ?1 AND noLongerNeededAt IS NULL ORDER BY key.releaseRequestId", testIds).stream()
                .map(row -> row.key)
                .collect(Collectors.groupingBy(
                        RequestRow.Key::testId,
                        Collectors.mapping(RequestRow.Key::releaseRequestId, Collectors.toList())));
    }

    List<RequestRow> rowsWaitingFor(UUID testId) {
        return list("key.testId = ?1 AND noLongerNeededAt IS NULL ORDER BY requestedAt, key.releaseRequestId", testId);
    }
}
