package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
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
        List<Place> near =
                queued.stream().filter(place -> !place.dueAt().isAfter(end)).toList();
        return near.isEmpty() ? QueuePositions.NONE : counted(near);
    }

    /** The walk ends at the last one asked for; the ids are read once and not for each entry that is walked over. */
    private QueuePositions counted(List<Place> asked) {
        Instant last =
                asked.stream().map(Place::dueAt).max(Comparator.naturalOrder()).orElseThrow();
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT q.id, q.position
                          FROM (SELECT h.id, row_number() OVER (ORDER BY h.due_at, h.id) AS position
                                  FROM (SELECT id, due_at FROM technical_test
                                         WHERE state = 'QUEUED' AND due_at <= :last
                                         ORDER BY due_at, id LIMIT %d) h) q
                         WHERE q.id = ANY (CAST((SELECT CAST(:ids AS uuid[])) AS uuid[]))
                        """.formatted(COUNTED), Tuple.class)
                .setParameter("ids", Columns.column(asked, Place::id))
                .setParameter("last", last.atOffset(ZoneOffset.UTC))
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
