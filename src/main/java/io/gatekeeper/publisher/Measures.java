package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.gatekeeper.batching.RowReader;
import io.gatekeeper.http.Cursor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

@ApplicationScoped
class Measures implements PanacheRepositoryBase<MeasureRow, UUID> {

    private static final String ALL = """
            SELECT publisher_id, id, type, imposed_by, imposed_at, in_force_from, notice_id, notice_recorded_by,
                   confirmed_by, confirmed_at, ended_as, ended_by, ended_at, end_proposed_by, end_reason
              FROM measure WHERE publisher_id = ANY (?)
             ORDER BY imposed_at, id""";

    private static final Sort NEWEST_FIRST = Sort.descending("imposedAt", "id");

    private final Session database;

    Measures(Session database) {
        this.database = database;
    }

    /** All that were ever imposed on each publisher, oldest first; one without any is missing. */
    static Part<Map<String, List<Measure>>> of(String[] codes) {
        return Part.asking(ALL, List.of(new Values("text", codes)), rows -> {
            Map<String, List<Measure>> measures = new HashMap<>();
            while (rows.next()) {
                RowReader columns = new RowReader(rows);
                String publisher = columns.text();
                measures.computeIfAbsent(publisher, code -> new ArrayList<>())
                        .add(MeasureRow.read(columns, new CreditCode(publisher)));
            }
            return measures;
        });
    }

    /** Whose measure it is, without loading the row: it is read only once the publisher is locked. */
    Optional<CreditCode> publisherOf(UUID id) {
        return database.createNativeQuery("SELECT publisher_id FROM measure WHERE id = :id", String.class)
                .setParameter("id", id)
                .getResultStream()
                .map(CreditCode::new)
                .findFirst();
    }

    /** One row more than {@code limit}, newest first. */
    List<MeasureRow> page(Optional<CreditCode> publisher, Optional<Cursor> after, int limit) {
        StringBuilder where = new StringBuilder("1 = 1");
        Map<String, Object> values = new HashMap<>();
        publisher.ifPresent(p -> {
            where.append(" and publisherId = :publisher");
            values.put("publisher", p.value());
        });
        after.ifPresent(c -> {
            where.append(" and (imposedAt, id) < (:at, :id)");
            values.put("at", c.at());
            values.put("id", c.uuid());
        });
        return find(where.toString(), NEWEST_FIRST, values).range(0, limit).list();
    }

    /** Marks a bounded number of those that no second officer confirmed in time, and returns them. */
    List<MeasureRow> escalate(Instant now, int limit) {
        List<MeasureRow> overdue = database.createNativeQuery("""
                        SELECT * FROM measure
                         WHERE confirmed_at IS NULL AND ended_at IS NULL AND escalated_at IS NULL
                           AND confirmation_due_at <= :now
                         ORDER BY confirmation_due_at LIMIT :limit FOR UPDATE SKIP LOCKED
                        """, MeasureRow.class)
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultList();
        overdue.forEach(m -> m.escalatedAt = now);
        return overdue;
    }

    Map<MeasureType, Long> countInForce() {
        Map<MeasureType, Long> counts = new EnumMap<>(MeasureType.class);
        for (MeasureType type : MeasureType.values()) {
            counts.put(type, count("type = ?1 and endedAt is null", type));
        }
        return counts;
    }
}
