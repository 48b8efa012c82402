package io.gatekeeper.release;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.batching.RoundTrip.Part;
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

    private record Added(Optional<CreditCode> publisher, String requestId) {}

    private static final Columns<Added> ADDED = new Columns<Added>("reconsideration")
            .text(
                    "publisher_id",
                    added -> added.publisher().map(CreditCode::value).orElse(null))
            .text("request_id", Added::requestId);

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

    /** @param publisher empty for all publishers */
    static Part<Void> adding(Optional<CreditCode> publisher) {
        return ADDED.inserting(List.of(new Added(publisher, RequestId.origin())));
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
