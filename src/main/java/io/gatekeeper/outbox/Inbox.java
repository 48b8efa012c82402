package io.gatekeeper.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Remembers, in the consumer's own transaction, which events took effect, so that a repeated one does not again. */
@ApplicationScoped
public class Inbox {

    /** Longer than the topics keep an event (7 days), so that a replay from the beginning finds all of them known. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int SWEPT_AT_ONCE = 5_000;

    private final EntityManager database;
    private final Clock clock;

    Inbox(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** True the first time a consumer meets the event, and only then. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean isFirst(String consumer, UUID eventId) {
        return database.createNativeQuery("""
                                INSERT INTO inbox (consumer, event_id, processed_at)
                                VALUES (:consumer, :eventId, :now) ON CONFLICT DO NOTHING
                                """)
                        .setParameter("consumer", consumer)
                        .setParameter("eventId", eventId)
                        .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    /** Forgets a bounded number of the oldest; returns how many. */
    @Transactional
    public int forgetOld() {
        Instant before = clock.instant().minus(REMEMBERED);
        return database.createNativeQuery("""
                        DELETE FROM inbox WHERE (consumer, event_id) IN (
                          SELECT consumer, event_id FROM inbox WHERE processed_at < :before
                           ORDER BY processed_at LIMIT :limit)
                        """)
                .setParameter("before", before.atOffset(ZoneOffset.UTC))
                .setParameter("limit", SWEPT_AT_ONCE)
                .executeUpdate();
    }
}
