package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The chunks of uploads that are not whole, and who writes each upload. */
@ApplicationScoped
class ChunkRows {

    private final Session database;

    ChunkRows(Session database) {
        this.database = database;
    }

    boolean isThere(UUID part) {
        return !database.createNativeQuery("SELECT id FROM artifact_part WHERE id = :id", UUID.class)
                .setParameter("id", part)
                .getResultList()
                .isEmpty();
    }

    /** False when another writes it, or it is gone. */
    boolean take(UUID part, UUID writer, Instant now, Instant until) {
        return database.createNativeMutationQuery("""
                        UPDATE artifact_part SET writer = :writer, written_until = :until
                         WHERE id = :id AND (writer IS NULL OR writer = :writer OR written_until <= :now)
                        """)
                        .setParameter("id", part)
                        .setParameter("writer", writer)
                        .setParameter("now", now.atOffset(ZoneOffset.UTC))
                        .setParameter("until", until.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    /** False when another has taken it since; until the transaction ends nobody can. */
    boolean hold(UUID part, UUID writer, Instant until) {
        return database.createNativeMutationQuery("""
                        UPDATE artifact_part SET written_until = :until WHERE id = :id AND writer = :writer
                        """)
                        .setParameter("id", part)
                        .setParameter("writer", writer)
                        .setParameter("until", until.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    void letGo(UUID part, UUID writer) {
        database.createNativeMutationQuery("""
                        UPDATE artifact_part SET writer = NULL, written_until = NULL WHERE id = :id AND writer = :writer
                        """)
                .setParameter("id", part)
                .setParameter("writer", writer)
                .executeUpdate();
    }

    List<Chunk> of(UUID part) {
        return database.createNativeQuery(
                        "SELECT object, size_bytes FROM artifact_chunk WHERE part_id = :id ORDER BY number",
                        Tuple.class)
                .setParameter("id", part)
                .getResultStream()
                .map(row -> new Chunk(row.get("object", UUID.class), row.get("size_bytes", Integer.class)))
                .toList();
    }

    /** Also in the place of one that has grown. */
    void put(UUID part, int number, Chunk chunk) {
        database.createNativeMutationQuery("""
                        INSERT INTO artifact_chunk (part_id, number, size_bytes, object)
                        VALUES (:id, :number, :size, :object)
                        ON CONFLICT (part_id, number) DO UPDATE SET size_bytes = :size, object = :object
                        """)
                .setParameter("id", part)
                .setParameter("number", number)
                .setParameter("size", chunk.sizeBytes())
                .setParameter("object", chunk.object())
                .executeUpdate();
    }

    void deleteAll(UUID part) {
        database.createNativeMutationQuery("DELETE FROM artifact_chunk WHERE part_id = :id")
                .setParameter("id", part)
                .executeUpdate();
    }
}
