package io.gatekeeper.publisher;

import io.gatekeeper.publisher.PublisherFacts.NamedIn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** Reads what is recorded of any number of publishers with three statements. */
@ApplicationScoped
class RecordedFacts {

    private final Session database;

    RecordedFacts(Session database) {
        this.database = database;
    }

    /** The facts of each; one that nobody has heard of is left out. */
    Map<CreditCode, PublisherFacts> of(Collection<CreditCode> publishers) {
        String[] codes = Publishers.codes(publishers);
        Map<String, List<NamedIn>> notices = notices(codes);
        Map<String, List<Measure>> measures = measures(codes);
        Map<CreditCode, PublisherFacts> facts = new HashMap<>();
        database.createNativeQuery("""
                        SELECT credit_code, name, registered_at, status_version
                          FROM publisher WHERE credit_code = ANY (:codes)
                        """, Object[].class)
                .addScalar("credit_code", String.class)
                .addScalar("name", String.class)
                .addScalar("registered_at", Instant.class)
                .addScalar("status_version", Long.class)
                .setParameter("codes", codes)
                .getResultStream()
                .map(row -> new PublisherFacts(
                        new CreditCode((String) row[0]),
                        Optional.ofNullable((String) row[1]),
                        Optional.ofNullable((Instant) row[2]),
                        (Long) row[3],
                        notices.getOrDefault((String) row[0], List.of()),
                        measures.getOrDefault((String) row[0], List.of())))
                .forEach(f -> facts.put(f.publisher(), f));
        return facts;
    }

    /** The same of publishers whose rows are locked, and so need not be read again. */
    Map<CreditCode, PublisherFacts> of(Map<CreditCode, PublisherRow> locked) {
        String[] codes = Publishers.codes(locked.keySet());
        Map<String, List<NamedIn>> notices = notices(codes);
        Map<String, List<Measure>> measures = measures(codes);
        Map<CreditCode, PublisherFacts> facts = new HashMap<>();
        locked.forEach((publisher, row) -> facts.put(
                publisher,
                new PublisherFacts(
                        publisher,
                        Optional.ofNullable(row.name),
                        Optional.ofNullable(row.registeredAt),
                        row.statusVersion,
                        notices.getOrDefault(row.creditCode, List.of()),
                        measures.getOrDefault(row.creditCode, List.of()))));
        return facts;
    }

    /** However many of its apps a notice names, it is one notice, known from the first entry that was resolved. */
    private Map<String, List<NamedIn>> notices(String[] codes) {
        Map<String, List<NamedIn>> notices = new HashMap<>();
        database.createNativeQuery("""
                        SELECT e.publisher_id, n.id, n.issuer, n.kind, n.published_at, n.recorded_by,
                               min(e.resolved_at) AS named_at, n.withdrawn_at
                          FROM notice_entry e JOIN notice n ON n.id = e.notice_id
                         WHERE e.publisher_id = ANY (:codes)
                         GROUP BY e.publisher_id, n.id
                        """, Object[].class)
                .addScalar("publisher_id", String.class)
                .addScalar("id", String.class)
                .addScalar("issuer", String.class)
                .addScalar("kind", String.class)
                .addScalar("published_at", Instant.class)
                .addScalar("recorded_by", String.class)
                .addScalar("named_at", Instant.class)
                .addScalar("withdrawn_at", Instant.class)
                .setParameter("codes", codes)
                .getResultStream()
                .forEach(row -> notices.computeIfAbsent((String) row[0], code -> new ArrayList<>())
                        .add(new NamedIn(
                                (String) row[1],
                                (String) row[2],
                                NoticeKind.valueOf((String) row[3]),
                                (Instant) row[4],
                                (String) row[5],
                                (Instant) row[6],
                                Optional.ofNullable((Instant) row[7]))));
        return notices;
    }

    private Map<String, List<Measure>> measures(String[] codes) {
        Map<String, List<Measure>> measures = new HashMap<>();
        database.createNativeQuery(
                        "SELECT * FROM measure WHERE publisher_id = ANY (:codes) ORDER BY imposed_at, id",
                        MeasureRow.class)
                .setParameter("codes", codes)
                .getResultStream()
                .forEach(row -> measures.computeIfAbsent(row.publisherId, code -> new ArrayList<>())
                        .add(row.measure()));
        return measures;
    }
}
