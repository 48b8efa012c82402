package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.gatekeeper.batching.RowReader;
import io.gatekeeper.publisher.PublisherFacts.NamedIn;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is recorded of any number of publishers, in one round trip. */
@ApplicationScoped
class RecordedFacts {

    /** However many of its apps a notice names, it is one notice, known from the first entry that was resolved. */
    private static final String NOTICES = """
            SELECT e.publisher_id, n.id, n.issuer, n.kind, n.published_at, n.recorded_by,
                   min(e.resolved_at) AS named_at, n.withdrawn_at
              FROM notice_entry e JOIN notice n ON n.id = e.notice_id
             WHERE e.publisher_id = ANY (?)
             GROUP BY e.publisher_id, n.id""";

    private static final String PUBLISHERS = """
            SELECT credit_code, name, registered_at, status_version
              FROM publisher WHERE credit_code = ANY (?)""";

    private final Publishers publishers;

    RecordedFacts(Publishers publishers) {
        this.publishers = publishers;
    }

    /** What is read of publishers besides their rows, once the parts were made. */
    static final class Reading {

        private final Part<Map<String, List<NamedIn>>> notices;
        private final Part<Map<String, List<Measure>>> measures;

        Reading(String[] codes) {
            notices = Part.asking(NOTICES, List.of(new Values("text", codes)), RecordedFacts::notices);
            measures = Measures.of(codes);
        }

        List<Part<?>> parts() {
            return List.of(notices, measures);
        }

        PublisherFacts facts(String code, String name, Instant registeredAt, long statusVersion) {
            return new PublisherFacts(
                    new CreditCode(code),
                    Optional.ofNullable(name),
                    Optional.ofNullable(registeredAt),
                    statusVersion,
                    notices.answer().getOrDefault(code, List.of()),
                    measures.answer().getOrDefault(code, List.of()));
        }

        /** Of rows that are locked, and so need not be read again. */
        Map<CreditCode, PublisherFacts> of(Collection<PublisherRow> locked) {
            Map<CreditCode, PublisherFacts> facts = new HashMap<>();
            for (PublisherRow row : locked) {
                PublisherFacts of = facts(row.creditCode, row.name, row.registeredAt, row.statusVersion);
                facts.put(of.publisher(), of);
            }
            return facts;
        }
    }

    /** The facts of each; one that nobody has heard of is left out. */
    Map<CreditCode, PublisherFacts> of(Collection<CreditCode> asked) {
        String[] codes = Publishers.codes(asked);
        Reading reading = new Reading(codes);
        Map<CreditCode, PublisherFacts> facts = new HashMap<>();
        List<Part<?>> parts = new ArrayList<>(reading.parts());
        parts.add(Part.asking(PUBLISHERS, List.of(new Values("text", codes)), rows -> {
            while (rows.next()) {
                RowReader columns = new RowReader(rows);
                PublisherFacts of = reading.facts(columns.text(), columns.text(), columns.instant(), columns.number());
                facts.put(of.publisher(), of);
            }
            return null;
        }));
        publishers.make(parts);
        return facts;
    }

    /** The same of publishers whose rows are locked. */
    Map<CreditCode, PublisherFacts> of(Map<CreditCode, PublisherRow> locked) {
        Reading reading = new Reading(Publishers.codes(locked.keySet()));
        publishers.make(reading.parts());
        return reading.of(locked.values());
    }

    private static Map<String, List<NamedIn>> notices(ResultSet rows) throws SQLException {
        Map<String, List<NamedIn>> notices = new HashMap<>();
        while (rows.next()) {
            RowReader columns = new RowReader(rows);
            notices.computeIfAbsent(columns.text(), code -> new ArrayList<>()).add(notice(columns));
        }
        return notices;
    }

    /** A notice from its id to its withdrawal, in the order read here; null where there is none. */
    static NamedIn notice(RowReader columns) throws SQLException {
        String id = columns.text();
        return id == null
                ? null
                : new NamedIn(
                        id,
                        columns.text(),
                        columns.named(NoticeKind.class),
                        columns.instant(),
                        columns.text(),
                        columns.instant(),
                        Optional.ofNullable(columns.instant()));
    }
}
