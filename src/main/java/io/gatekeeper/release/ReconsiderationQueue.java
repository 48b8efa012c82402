package io.gatekeeper.release;

import io.gatekeeper.http.RequestId;
import io.gatekeeper.publisher.CreditCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Publishers whose open requests have to be told of a new standing, so that no crash makes the gate forget one. */
@ApplicationScoped
class ReconsiderationQueue {

    private final EntityManager database;

    ReconsiderationQueue(EntityManager database) {
        this.database = database;
    }

    /**
     * @param publisher   empty for all publishers
     * @param changedTick when the change was made, on this machine's own timer
     */
    record Entry(long id, Optional<CreditCode> publisher, String requestId, long changedTick) {

        /** How long ago the change was made. */
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - changedTick);
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Optional<CreditCode> publisher) {
        database.createNativeQuery(
                        "INSERT INTO reconsideration (publisher_id, request_id) VALUES (:publisherId, :requestId)")
                .setParameter("publisherId", publisher.map(CreditCode::value).orElse(null))
                .setParameter("requestId", RequestId.origin())
                .executeUpdate();
    }

    /** The oldest entry no other replica is at, locked until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Entry> lockNext() {
        List<?> rows = database.createNativeQuery(
                        "SELECT id, publisher_id, request_id, extract(epoch FROM clock_timestamp() - changed_at)"
                                + " FROM reconsideration ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            Object[] column = (Object[]) row;
            long age = (long) (((Number) column[3]).doubleValue() * 1e9);
            return new Entry(
                    (Long) column[0],
                    Optional.ofNullable((String) column[1]).map(CreditCode::new),
                    (String) column[2],
                    System.nanoTime() - age);
        });
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void remove(Entry entry) {
        database.createNativeQuery("DELETE FROM reconsideration WHERE id = :id")
                .setParameter("id", entry.id())
                .executeUpdate();
    }
}
