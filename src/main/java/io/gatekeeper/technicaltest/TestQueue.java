package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;

/**
 * The queue of cases that wait for a laboratory, ordered by due instant.
 *
 * <p>Most of a long queue stands further back than anybody counts. So where the counting ends is remembered for a second,
 * and only who is due before that has the queue counted anew; a place that is told is exact.
 */
@ApplicationScoped
class TestQueue {

    /** How far back a position is counted: a page costs one walk over this many index entries, however long the queue. */
    static final int COUNTED = 1_000;

    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** A case in the queue. */
    record Place(UUID id, Instant dueAt) {}

    /** @param dueAt when the first is due that is not counted any more; {@link Instant#MAX} when all are */
    private record Edge(Instant dueAt, long readAtNanos) {}

    private final Session database;
    private final AtomicReference<Edge> edge = new AtomicReference<>();

    TestQueue(Session database) {
        this.database = database;
    }

    QueuePositions positionsOf(Collection<Place> queued) {
        if (queued.isEmpty()) {
            return QueuePositions.NONE;
        }
        Instant end = edge();
        String[] near = queued.stream()
                .filter(place -> !place.dueAt().isAfter(end))
                .map(place -> place.id().toString())
                .toArray(String[]::new);
        return near.length == 0 ? QueuePositions.NONE : counted(near);
    }

    private QueuePositions counted(String[] ids) {
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT q.id, q.position
                          FROM (SELECT h.id, row_number() OVER (ORDER BY h.due_at, h.id) AS position
                                  FROM (SELECT id, due_at FROM technical_test WHERE state = 'QUEUED'
                                         ORDER BY due_at, id LIMIT %d) h) q
                         WHERE q.id = ANY (CAST(:ids AS uuid[]))
                        """.formatted(COUNTED), Tuple.class)
                .setParameter("ids", ids)
                .getResultList();
        Map<UUID, Integer> positions = new HashMap<>();
        for (Tuple row : rows) {
            positions.put(row.get(0, UUID.class), row.get(1, Number.class).intValue());
        }
        return new QueuePositions(positions);
    }

    private Instant edge() {
        Edge known = edge.get();
        long now = System.nanoTime();
        if (known == null || now - known.readAtNanos() > REMEMBERED.toNanos()) {
            known = new Edge(
                    database.createNativeQuery("""
                            SELECT due_at FROM technical_test WHERE state = 'QUEUED'
                             ORDER BY due_at, id OFFSET %d LIMIT 1
                            """.formatted(COUNTED), Instant.class).getResultList().stream()
                            .findFirst()
                            .orElse(Instant.MAX),
                    now);
            edge.set(known);
        }
        return known.dueAt();
    }
}
