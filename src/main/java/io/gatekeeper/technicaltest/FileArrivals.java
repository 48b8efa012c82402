package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.Session;

/** The files that arrived a moment ago, whose cases are looked for a second time. */
@ApplicationScoped
class FileArrivals {

    private final Session database;

    FileArrivals(Session database) {
        this.database = database;
    }

    void remember(String sha256, Instant lookAgainAt) {
        database.createNativeMutationQuery("""
                        INSERT INTO artifact_arrival (sha256, look_again_at) VALUES (:sha256, :at) ON CONFLICT DO NOTHING
                        """)
                .setParameter("sha256", sha256)
                .setParameter("at", lookAgainAt.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** Those that are due and that nobody else is at; forgotten with the transaction. */
    List<String> take(Instant now, int limit) {
        return database.createNativeQuery("""
                        DELETE FROM artifact_arrival
                         WHERE sha256 = ANY (ARRAY(SELECT sha256 FROM artifact_arrival WHERE look_again_at <= :now
                                                    ORDER BY look_again_at LIMIT %d FOR UPDATE SKIP LOCKED))
                        RETURNING sha256
                        """.formatted(limit), String.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
    }
}
