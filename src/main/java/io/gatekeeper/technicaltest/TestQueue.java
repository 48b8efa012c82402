package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** The queue of cases that wait for a laboratory, ordered by due instant. */
@ApplicationScoped
class TestQueue {

    /** How far back a position is counted: a page costs one walk over this many index entries, however long the queue. */
    static final int COUNTED = 1_000;

    private final Session database;

    TestQueue(Session database) {
        this.database = database;
    }

    QueuePositions positionsOf(Collection<UUID> queued) {
        if (queued.isEmpty()) {
            return QueuePositions.NONE;
        }
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT q.id, q.position
                          FROM (SELECT h.id, row_number() OVER (ORDER BY h.due_at, h.id) AS position
                                  FROM (SELECT id, due_at FROM technical_test WHERE state = 'QUEUED'
                                         ORDER BY due_at, id LIMIT %d) h) q
                         WHERE q.id = ANY (CAST(:ids AS uuid[]))
                        """.formatted(COUNTED), Tuple.class)
                .setParameter("ids", queued.stream().map(UUID::toString).toArray(String[]::new))
                .getResultList();
        Map<UUID, Integer> positions = new HashMap<>();
        for (Tuple row : rows) {
            positions.put(row.get(0, UUID.class), row.get(1, Number.class).intValue());
        }
        return new QueuePositions(positions);
    }
}
