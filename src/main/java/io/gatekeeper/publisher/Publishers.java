package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.gatekeeper.batching.RowReader;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
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
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;

@ApplicationScoped
class Publishers implements PanacheRepositoryBase<PublisherRow, String> {

    /** What a publisher's row and the regime say together. */
    record Enforced(long statusVersion, boolean registered, UUID guidance, UUID ban, long regimeVersion) {}

    private static final String LOCK_SHARED = """
            SELECT p.credit_code, p.status_version, p.registered_at IS NOT NULL, p.guidance_measure_id,
                   p.ban_measure_id, r.version
              FROM publisher p CROSS JOIN regime r
             WHERE p.credit_code = ANY (?)
             ORDER BY p.credit_code COLLATE "C"
               FOR SHARE OF p""";

    private static final String LOCK = """
            SELECT r.version, p.credit_code, p.name, p.registered_at, p.status_version, p.guidance_measure_id,
                   p.ban_measure_id, p.changed_at, p.recount_at
              FROM publisher p CROSS JOIN regime r
             WHERE p.credit_code = ANY (?)
             ORDER BY p.credit_code COLLATE "C"
               FOR UPDATE OF p""";

    private final Session database;

    Publishers(Session database) {
        this.database = database;
    }

    /**
     * Locks the rows in shared mode and reads them, in one statement and sorted, so that it and a change of standing of
     * many cannot wait for each other; a publisher without a row is missing from the answer.
     *
     * <p>The row carries the measures itself. When this has to wait for a change of standing, PostgreSQL reads the
     * locked row again once that has committed, but keeps what it saw of joined tables before the wait (EvalPlanQual):
     * a measure found by a join could be missing. The version of the regime may be joined, because its lock, unlike
     * that of a row, is taken before the statement looks at anything.
     */
    Map<CreditCode, Enforced> lockShared(Set<CreditCode> publishers) {
        return made(Part.asking(LOCK_SHARED, List.of(new Values("text", codes(publishers))), Publishers::enforced));
    }

    /** Sends a part alone. */
    <T> T made(Part<T> part) {
        database.doWork(connection -> RoundTrip.make(connection, List.of(part)));
        return part.answer();
    }

    /**
     * The same as a part of a round trip, for those whose rows can be locked without waiting for anybody; the others are
     * missing.
     */
    static <T> Part<T> lockingUnlessBusy(Set<CreditCode> publishers, Function<Map<CreditCode, Enforced>, T> meaning) {
        return Part.asking(
                LOCK_SHARED + " SKIP LOCKED",
                List.of(new Values("text", codes(publishers))),
                rows -> meaning.apply(enforced(rows)));
    }

    private static Map<CreditCode, Enforced> enforced(ResultSet rows) throws SQLException {
        Map<CreditCode, Enforced> enforced = new HashMap<>();
        while (rows.next()) {
            RowReader columns = new RowReader(rows);
            enforced.put(
                    new CreditCode(columns.text()),
                    new Enforced(columns.number(), columns.flag(), columns.uuid(), columns.uuid(), columns.number()));
        }
        return enforced;
    }

    /** Makes sure that there are rows to lock, for codes nobody has registered. */
    void ensureRows(Collection<CreditCode> publishers) {
        database.createNativeMutationQuery("""
                        INSERT INTO publisher (credit_code)
                        SELECT code FROM unnest(:publishers) AS asked(code)
                         WHERE NOT EXISTS (SELECT 1 FROM publisher WHERE credit_code = code)
                         ORDER BY code COLLATE "C"
                            ON CONFLICT DO NOTHING
                        """)
                .setParameter("publishers", codes(publishers))
                .executeUpdate();
    }

    /**
     * Rows that are locked for a change of standing, and the version of the regime, which stays as long as they do.
     *
     * @param rows not entities: whoever changes one writes it with {@link PublisherRow#COLUMNS}
     */
    record Locked(List<PublisherRow> rows, long regimeVersion) {}

    /**
     * Locks the rows for a change of standing, sorted, so that two changes of many cannot wait for each other; a publisher
     * without a row is missing from the answer. The regime is joined as in {@link #lockShared}: its lock comes first, and its
     * version is the present one.
     */
    static Part<Locked> locking(String[] codes) {
        return Part.asking(LOCK, List.of(new Values("text", codes)), rows -> {
            List<PublisherRow> locked = new ArrayList<>();
            long regimeVersion = 0;
            while (rows.next()) {
                RowReader columns = new RowReader(rows);
                regimeVersion = columns.number();
                locked.add(PublisherRow.read(columns));
            }
            return new Locked(locked, regimeVersion);
        });
    }

    /** Asks, or writes, all of this in the caller's transaction, after what the session has changed. */
    void make(List<Part<?>> roundTrip) {
        database.flush();
        database.doWork(connection -> RoundTrip.make(connection, roundTrip));
    }

    /**
     * Finds one publisher whose period has ended and locks it, passing over those another replica is at.
     *
     * <p>The regime is joined for its lock alone, which has to come before that of a publisher.
     */
    Optional<CreditCode> lockOneToRecount(Instant now) {
        return database.createNativeQuery("""
                        SELECT p.credit_code FROM publisher p CROSS JOIN regime r
                         WHERE p.recount_at <= :now ORDER BY p.recount_at LIMIT 1 FOR UPDATE OF p SKIP LOCKED
                        """, String.class)
                .setParameter("now", now)
                .getResultStream()
                .map(CreditCode::new)
                .findFirst();
    }

    static String[] codes(Collection<CreditCode> publishers) {
        return publishers.stream().map(CreditCode::value).distinct().toArray(String[]::new);
    }
}
