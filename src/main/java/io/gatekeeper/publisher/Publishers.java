package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
            enforced.put(
                    new CreditCode(rows.getString(1)),
                    new Enforced(
                            rows.getLong(2),
                            rows.getBoolean(3),
                            rows.getObject(4, UUID.class),
                            rows.getObject(5, UUID.class),
                            rows.getLong(6)));
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

    /** Rows that are locked for a change of standing, and the version of the regime, which stays as long as they do. */
    record Locked(List<PublisherRow> rows, long regimeVersion) {}

    /**
     * Locks the rows for a change of standing, sorted, so that two changes of many cannot wait for each other. Only one
     * by itself is looked for before there is a row to lock: there nearly always is.
     */
    Locked lock(Collection<CreditCode> publishers) {
        String[] codes = codes(publishers);
        if (codes.length > 1) {
            ensureRows(publishers);
        }
        List<Object[]> locked = lock(codes);
        if (locked.size() < codes.length) {
            ensureRows(publishers);
            locked = lock(codes);
        }
        return new Locked(locked.stream().map(row -> (PublisherRow) row[0]).toList(), (Long) locked.get(0)[1]);
    }

    /** The regime is joined as in {@link #lockShared}: its lock comes first, and its version is the present one. */
    private List<Object[]> lock(String[] codes) {
        return database.createNativeQuery("""
                        SELECT p.*, r.version AS regime_version FROM publisher p CROSS JOIN regime r
                         WHERE p.credit_code = ANY (:publishers)
                         ORDER BY p.credit_code COLLATE "C" FOR UPDATE OF p
                        """, Object[].class)
                .addEntity(PublisherRow.class)
                .addScalar("regime_version", Long.class)
                .setParameter("publishers", codes)
                .getResultList();
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
