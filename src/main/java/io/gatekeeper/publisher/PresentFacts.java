package io.gatekeeper.publisher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatekeeper.batching.RowReader;
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
import java.time.Year;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** A row for each open measure with each entry of a notice; one statement is one snapshot by itself. */
    private static final String FACTS = """
            SELECT p.credit_code, p.name, p.registered_at, p.status_version,
                   m.id, m.type, m.imposed_by, m.imposed_at, m.in_force_from, m.notice_id, m.notice_recorded_by,
                   m.confirmed_by, m.confirmed_at, m.ended_as, m.ended_by, m.ended_at, m.end_proposed_by, m.end_reason,
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

    private record Remembered(Version version, PublisherFacts facts) {}

    /**
     * Where publishers stand at the instant of one snapshot; to derive it needs no database any more.
     *
     * @param publishers their facts without the measures that have ended, which bear on no present standing; one that
     *                   nobody has heard of is left out
     */
    record Present(Map<CreditCode, PublisherFacts> publishers, Regime.Snapshot regime, Policy policy, Instant now) {

        StatusView of(CreditCode publisher) {
            PublisherFacts facts = facts(publisher);
            return StatusView.of(
                    facts, DerivedStanding.present(facts, regime.windows(), policy, now), policy, now, now);
        }

        /** The first instant at which the same facts might be shown otherwise. */
        Instant until(CreditCode publisher) {
            Stream<Instant> confirmed = facts(publisher).measures().stream()
                    .flatMap(measure -> measure.confirmation().stream())
                    .map(MeasureState.Confirmed::at);
            return Stream.of(
                            confirmed,
                            regime.instants(),
                            Stream.of(DerivedStanding.end(DerivedStanding.period(policy, now), policy)))
                    .flatMap(Function.identity())
                    .filter(instant -> instant.isAfter(now))
                    .min(Instant::compareTo)
                    .orElseThrow();
        }

        private PublisherFacts facts(CreditCode publisher) {
            PublisherFacts known = publishers.get(publisher);
            return known == null ? PublisherFacts.unknown(publisher) : known;
        }
    }

    private final Session database;
    private final Regime regime;
    private final Clock clock;

    /** The time is for clocks of replicas that differ at the turn of a year, which no version tells of. */
    private final Cache<CreditCode, Remembered> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(Duration.ofSeconds(30))
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
        PresentVersions seen = database.doReturningWork(connection -> PresentVersions.read(connection, codes));
        Instant now = clock.instant();
        Regime.Snapshot snapshot = regime.at(seen.regimeVersion());
        Policy policy = snapshot.policyNow(now);
        Year period = DerivedStanding.period(policy, now);
        Map<CreditCode, PublisherFacts> facts = new HashMap<>();
        for (CreditCode publisher : publishers) {
            PresentVersions.Of row = seen.of(publisher);
            Remembered one = row == null ? null : remembered.getIfPresent(publisher);
            if (one != null
                    && one.version()
                            .equals(new Version(
                                    row.statusVersion(), Optional.ofNullable(row.name()), policy.version(), period))) {
                facts.put(publisher, one.facts());
            }
        }
        if (facts.size() < seen.publishers().size()) {
            // One that has changed is reason to read all again, for all answers are of one snapshot.
            facts = database.doReturningWork(connection -> facts(connection, codes));
            facts.forEach((publisher, read) -> remembered.put(
                    publisher,
                    new Remembered(new Version(read.statusVersion(), read.name(), policy.version(), period), read)));
        }
        return new Present(facts, snapshot, policy, now);
    }

    private static Map<CreditCode, PublisherFacts> facts(Connection connection, String[] codes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
            statement.setArray(1, connection.createArrayOf("text", codes));
            try (ResultSet row = statement.executeQuery()) {
                Map<CreditCode, PublisherFacts> publishers = new HashMap<>();
                while (row.next()) {
                    RowReader columns = new RowReader(row);
                    add(publishers, new CreditCode(columns.text()), columns);
                }
                return publishers;
            }
        }
    }

    private static void add(Map<CreditCode, PublisherFacts> publishers, CreditCode code, RowReader columns)
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
        Measure measure = MeasureRow.read(columns, code);
        if (measure != null && facts.measures().stream().noneMatch(m -> m.id().equals(measure.id()))) {
            facts.measures().add(measure);
        }
        NamedIn notice = RecordedFacts.notice(columns);
        if (notice != null
                && facts.notices().stream().noneMatch(n -> n.noticeId().equals(notice.noticeId()))) {
            facts.notices().add(notice);
        }
    }
}
