package io.gatekeeper.release;

import io.gatekeeper.gate.Waiver;
import io.gatekeeper.http.Cursor;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.technicaltest.TestSubject;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The wishes to expedite a release, at most one for each release request. */
@ApplicationScoped
class Expeditions implements PanacheRepositoryBase<ExpeditionRow, UUID> {

    Optional<ExpeditionRow> of(UUID releaseRequestId) {
        return find("releaseRequestId", releaseRequestId).firstResultOptional();
    }

    /** Locked by this transaction, which holds the release request already. */
    Optional<ExpeditionRow> lockedOf(UUID releaseRequestId) {
        return find("releaseRequestId", releaseRequestId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** What is waived for those release requests that something was granted for. */
    Map<UUID, Waiver> waivers(Collection<UUID> granted) {
        return granted.isEmpty()
                ? Map.of()
                : find("id in ?1", granted).stream()
                        .collect(Collectors.toMap(row -> row.releaseRequestId, ExpeditionRow::waiver));
    }

    /** Has the grants to one publisher wait for each other until this transaction ends, so that they can be counted. */
    void lockQuotaOf(CreditCode publisher) {
        getEntityManager()
                .createNativeQuery(
                        "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('expedition:' || :publisherId, 0))")
                .setParameter("publisherId", publisher.value())
                .getSingleResult();
    }

    long grantedTo(CreditCode publisher, Instant from, Instant to) {
        return count(
                "publisherId = ?1 and state = ?2 and decision.at >= ?3 and decision.at < ?4",
                publisher.value(),
                ExpeditionState.GRANTED,
                from,
                to);
    }

    /**
     * The granted ones for these artifacts whose test has not been followed up yet, locked. SQL with an array, because a
     * statement for each number of artifacts would be planned anew for nearly every batch, and hardly any finds a row.
     */
    List<ExpeditionRow> lockedWithoutVerdict(Collection<TestSubject> subjects) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        SELECT * FROM expedition
                         WHERE sha256 = ANY (:artifacts) AND state = 'GRANTED' AND followed_up_at IS NULL
                         ORDER BY id FOR UPDATE
                        """, ExpeditionRow.class)
                .setParameter(
                        "artifacts", subjects.stream().map(TestSubject::sha256).toArray(String[]::new))
                .getResultStream()
                .filter(row -> subjects.contains(row.subject()))
                .toList();
    }

    /** Newest first. */
    List<ExpeditionRow> page(Scope scope, Optional<ExpeditionState> state, Optional<Cursor> after, int limit) {
        StringBuilder where = new StringBuilder("1 = 1");
        Map<String, Object> values = new HashMap<>();
        narrow(where, values, "platformId = :platformId", "platformId", scope.platformId());
        narrow(where, values, "publisherId = :publisherId", "publisherId", scope.publisherId());
        narrow(where, values, "state = :state", "state", state);
        narrow(where, values, "(requestedAt, id) < (:at, :lastId)", "at", after.map(Cursor::at));
        after.ifPresent(cursor -> values.put("lastId", cursor.uuid()));
        return find(where + " order by requestedAt desc, id desc", values)
                .page(0, limit + 1)
                .list();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> values, String condition, String name, Optional<?> value) {
        value.ifPresent(given -> {
            where.append(" and ").append(condition);
            values.put(name, given);
        });
    }

    long countLate(Instant now) {
        return count("state in ('REQUESTED', 'PROPOSED') and dueAt <= ?1", now);
    }
}
