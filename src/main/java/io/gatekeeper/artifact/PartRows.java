package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** Which uploads are not whole yet, and until when they may wait. */
@ApplicationScoped
class PartRows {

    private final Session database;

    PartRows(Session database) {
        this.database = database;
    }

    /** An upload that is not whole. */
    record Unfinished(UUID id, Instant expiresAt) {}

    Optional<Unfinished> find(String platformId, String sha256) {
        return database.createNativeQuery("""
                        SELECT id, expires_at FROM artifact_part WHERE platform_id = :platformId AND sha256 = :sha256
                        """, Tuple.class)
                .setParameter("platformId", platformId)
                .setParameter("sha256", sha256)
                .getResultStream()
                .map(row -> new Unfinished(row.get("id", UUID.class), row.get("expires_at", Instant.class)))
                .findFirst();
    }

    Set<UUID> unfinished(Collection<UUID> ids) {
        return Set.copyOf(database.createNativeQuery("SELECT id FROM artifact_part WHERE id = ANY (:ids)", UUID.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList());
    }

    /** False when the platform has an upload of that file already. */
    boolean insert(UUID id, String platformId, String sha256, Instant now, Instant expiresAt) {
        return database.createNativeMutationQuery("""
                        INSERT INTO artifact_part (id, platform_id, sha256, started_at, expires_at)
                        VALUES (:id, :platformId, :sha256, :now, :expiresAt) ON CONFLICT DO NOTHING
                        """)
                        .setParameter("id", id)
                        .setParameter("platformId", platformId)
                        .setParameter("sha256", sha256)
                        .setParameter("now", now.atOffset(ZoneOffset.UTC))
                        .setParameter("expiresAt", expiresAt.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    /** False when it is gone. */
    boolean extend(UUID id, Instant expiresAt) {
        return database.createNativeMutationQuery("UPDATE artifact_part SET expires_at = :expiresAt WHERE id = :id")
                        .setParameter("id", id)
                        .setParameter("expiresAt", expiresAt.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    void delete(UUID id) {
        database.createNativeMutationQuery("DELETE FROM artifact_part WHERE id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** False when it was extended or deleted meanwhile. */
    boolean deleteExpired(UUID id, Instant now) {
        return database.createNativeMutationQuery("DELETE FROM artifact_part WHERE id = :id AND expires_at <= :now")
                        .setParameter("id", id)
                        .setParameter("now", now.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    List<UUID> expired(Instant now, int limit) {
        return database.createNativeQuery(
                        "SELECT id FROM artifact_part WHERE expires_at <= :now ORDER BY expires_at LIMIT " + limit,
                        UUID.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
    }
}
