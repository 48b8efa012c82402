package io.gatekeeper.publisher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatekeeper.publisher.PublisherFacts.NamedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * What the present standing of publishers rests on, any number of them in one snapshot.
 *
 * <p>Where a publisher stands is what the gate is asked most. So this speaks SQL, takes the rows as the driver gives them,
 * and remembers the facts it has read. It never relies on its memory alone: every question reads the present status
 * versions, and a change of a publisher's facts that bears on its standing raises its version in the same transaction.
 */
@ApplicationScoped
class PresentFacts {

    /** The regime comes first, so that its version is there even if nobody has heard of any of the publishers. */
    private static final String VERSIONS = """
            SELECT r.version, p.credit_code, p.status_version, p.name
              FROM regime r LEFT JOIN publisher p ON p.credit_code = ANY (?)
            """;

    /** A row for each open measure with each entry of a notice; one statement is one snapshot by itself. */
    private static final String FACTS = """
            SELECT p.credit_code, p.name, p.registered_at, p.status_version,
                   m.id, m.type, m.imposed_by, m.imposed_at, m.in_force_from, m.notice_id, m.notice_recorded_by,
                   m.confirmed_by, m.confirmed_at,
                   n.id, n.issuer, n.kind, n.published_at, n.recorded_by, e.resolved_at, n.withdrawn_at
              FROM publisher p
              LEFT JOIN measure m ON m.publisher_id = p.credit_code AND m.ended_at IS NULL
              LEFT JOIN (notice_entry e JOIN notice n ON n.id = e.notice_id) ON e.publisher_id = p.credit_code
             WHERE p.credit_code = ANY (?)
             ORDER BY m.imposed_at, m.id, e.resolved_at
            """;

    private static final int MOST_REMEMBERED = 20_000;

    /**
     * By which facts are remembered. A fact may leave the standing as it is and bear on it once another policy decides
     * or another year is counted, so these belong to the version.
     */
    private record Version(long status, Optional<String> name, String policy, Year period) {}

    private record Row(CreditCode publisher, long statusVersion, Optional<String> name) {}

    private record Seen(long regimeVersion, List<Row> rows) {}

    private record Remembered(Version version, PublisherFacts facts) {}

    /**
     * Where publishers stand at the instant of one snapshot; to derive it needs no database any more.
     *
     * @param publishers their facts without the measures that have ended, which bear on no present standing; one that
     *                   nobody has heard of is left out
     */
    record Present(Map<CreditCode, PublisherFacts> publishers, List<ReviewWindow> windows, Policy policy, Instant now) {

        StatusView of(CreditCode publisher) {
            PublisherFacts known = publishers.get(publisher);
            PublisherFacts facts = known == null ? PublisherFacts.unknown(publisher) : known;
            return StatusView.of(facts, DerivedStanding.present(facts, windows, policy, now), policy, now, now);
        }
    }

    private final Session database;
    private final Regime regime;
    private final Clock clock;

    /** The minute is for clocks of replicas that differ at the turn of a year, which no version tells of. */
    private final Cache<CreditCode, Remembered> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    PresentFacts(Session database, Regime regime, Clock clock) {
        this.database = database;
        this.regime = regime;
        this.clock = clock;
    }

    /** In a transaction of its own: what a caller's may still roll back must not be remembered. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Present of(Collection<CreditCode> publishers) {
        String[] codes = Publishers.codes(publishers);
        Seen seen = database.doReturningWork(connection -> versions(connection, codes));
        Instant now = clock.instant();
        Regime.Snapshot snapshot = regime.at(seen.regimeVersion());
        Policy policy = snapshot.policyNow(now);
        Year period = DerivedStanding.period(policy, now);
        Map<CreditCode, PublisherFacts> facts = new HashMap<>();
        for (Row row : seen.rows()) {
            Remembered one = remembered.getIfPresent(row.publisher());
            if (one != null
                    && one.version().equals(new Version(row.statusVersion(), row.name(), policy.version(), period))) {
                facts.put(row.publisher(), one.facts());
            }
        }
        if (facts.size() < seen.rows().size()) {
            // One that has changed is reason to read all again, for all answers are of one snapshot.
            facts = database.doReturningWork(connection -> facts(connection, codes));
            facts.forEach((publisher, read) -> remembered.put(
                    publisher,
                    new Remembered(new Version(read.statusVersion(), read.name(), policy.version(), period), read)));
        }
        return new Present(facts, snapshot.windows(), policy, now);
    }

    private static Seen versions(Connection connection, String[] codes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            statement.setArray(1, connection.createArrayOf("text", codes));
            try (ResultSet row = statement.executeQuery()) {
                long regimeVersion = 0;
                List<Row> rows = new ArrayList<>(codes.length);
                while (row.next()) {
                    Columns columns = new Columns(row);
                    regimeVersion = columns.number();
                    String code = columns.text();
                    if (code != null) {
                        rows.add(new Row(new CreditCode(code), columns.number(), Optional.ofNullable(columns.text())));
                    }
                }
                return new Seen(regimeVersion, rows);
            }
        }
    }

    private static Map<CreditCode, PublisherFacts> facts(Connection connection, String[] codes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
            statement.setArray(1, connection.createArrayOf("text", codes));
            try (ResultSet row = statement.executeQuery()) {
                Map<CreditCode, PublisherFacts> publishers = new HashMap<>();
                while (row.next()) {
                    Columns columns = new Columns(row);
                    add(publishers, new CreditCode(columns.text()), columns);
                }
                return publishers;
            }
        }
    }

    private static void add(Map<CreditCode, PublisherFacts> publishers, CreditCode code, Columns columns)
            throws SQLException {
        PublisherFacts read = new PublisherFacts(
                code,
                Optional.ofNullable(columns.text()),
                Optional.ofNullable(columns.instant()),
                columns.number(),
                new ArrayList<>(0),
                new ArrayList<>(0));
        PublisherFacts before = publishers.putIfAbsent(code, read);
        PublisherFacts facts = before == null ? read : before;
        Measure measure = measure(code, columns);
        if (measure != null && facts.measures().stream().noneMatch(m -> m.id().equals(measure.id()))) {
            facts.measures().add(measure);
        }
        NamedIn notice = notice(columns);
        if (notice != null
                && facts.notices().stream().noneMatch(n -> n.noticeId().equals(notice.noticeId()))) {
            facts.notices().add(notice);
        }
    }

    /** Null where there is none. */
    private static Measure measure(CreditCode publisher, Columns columns) throws SQLException {
        UUID id = columns.uuid();
        if (id == null) {
            columns.skip(8);
            return null;
        }
        MeasureType type = MeasureType.valueOf(columns.text());
        String imposedBy = columns.text();
        Instant imposedAt = columns.instant();
        Instant inForceFrom = columns.instant();
        String notice = columns.text();
        String noticeRecordedBy = columns.text();
        String confirmedBy = columns.text();
        Instant confirmedAt = columns.instant();
        return new Measure(
                id,
                publisher,
                type,
                new Measure.Imposition(
                        imposedBy,
                        imposedAt,
                        inForceFrom,
                        notice == null ? Optional.empty() : Optional.of(new Measure.Noticed(notice, noticeRecordedBy))),
                confirmedAt == null
                        ? new MeasureState.InForce()
                        : new MeasureState.Confirmed(confirmedBy, confirmedAt));
    }

    private static NamedIn notice(Columns columns) throws SQLException {
        String id = columns.text();
        return id == null
                ? null
                : new NamedIn(
                        id,
                        columns.text(),
                        NoticeKind.valueOf(columns.text()),
                        columns.instant(),
                        columns.text(),
                        columns.instant(),
                        Optional.ofNullable(columns.instant()));
    }

    /** The columns of one row, from left to right. */
    private static final class Columns {

        private final ResultSet row;
        private int column;

        Columns(ResultSet row) {
            this.row = row;
        }

        String text() throws SQLException {
            return row.getString(++column);
        }

        long number() throws SQLException {
            return row.getLong(++column);
        }

        UUID uuid() throws SQLException {
            return row.getObject(++column, UUID.class);
        }

        Instant instant() throws SQLException {
            OffsetDateTime at = row.getObject(++column, OffsetDateTime.class);
            return at == null ? null : at.toInstant();
        }

        void skip(int columns) {
            column += columns;
        }
    }
}
