package io.gatekeeper.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** Remembers, in the consumer's own transaction, which events took effect, so that a repeated one does not again. */
@ApplicationScoped
public class Inbox {

    /** Longer than the topics keep an event (7 days), so that a replay from the beginning finds all of them known. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int SWEPT_AT_ONCE = 5_000;

    private final Session database;
    private final Clock clock;

    Inbox(Session database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Which of the events the consumer meets for the first time, each of them only now: one statement for all. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<UUID> first(String consumer, Collection<UUID> eventIds) {
        List<UUID> first = database.createNativeQuery("""
                        INSERT INTO inbox (consumer, event_id, processed_at)
                        SELECT :consumer, e.id, :now FROM unnest(CAST(:eventIds AS uuid[])) AS e(id)
                        ON CONFLICT DO NOTHING RETURNING event_id
                        """, UUID.class)
                .setParameter("consumer", consumer)
                .setParameter("eventIds", eventIds.stream().map(UUID::toString).toArray(String[]::new))
                .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
                .getResultList();
        return new HashSet<>(first);
    }

    /** Forgets a bounded number of the oldest; returns how many. */
    @Transactional
    public int forgetOld() {
        Instant before = clock.instant().minus(REMEMBERED);
        return database.createNativeMutationQuery("""
                        DELETE FROM inbox WHERE (consumer, event_id) IN (
                          SELECT consumer, event_id FROM inbox WHERE processed_at < :before
                           ORDER BY processed_at LIMIT :limit)
                        """)
                .setParameter("before", before.atOffset(ZoneOffset.UTC))
                .setParameter("limit", SWEPT_AT_ONCE)
                .executeUpdate();
    }
}
