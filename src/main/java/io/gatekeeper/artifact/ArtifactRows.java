package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** The stored files, who brought them, and who read them. */
@ApplicationScoped
class ArtifactRows {

    private final Session database;

    ArtifactRows(Session database) {
        this.database = database;
    }

    Optional<StoredArtifact> find(String sha256) {
        return database.createNativeQuery(
                        "SELECT sha256, size_bytes, stored_at FROM artifact WHERE sha256 = :sha256", Tuple.class)
                .setParameter("sha256", sha256)
                .getResultStream()
                .map(ArtifactRows::stored)
                .findFirst();
    }

    Set<String> stored(Collection<String> digests) {
        return Set.copyOf(
                database.createNativeQuery("SELECT sha256 FROM artifact WHERE sha256 = ANY (:digests)", String.class)
                        .setParameter("digests", digests.toArray(String[]::new))
                        .getResultList());
    }

    Optional<StoredArtifact> uploadedBy(String platformId, String sha256) {
        return database.createNativeQuery("""
                        SELECT a.sha256, a.size_bytes, a.stored_at
                          FROM artifact_upload u JOIN artifact a ON a.sha256 = u.sha256
                         WHERE u.sha256 = :sha256 AND u.platform_id = :platformId
                        """, Tuple.class)
                .setParameter("sha256", sha256)
                .setParameter("platformId", platformId)
                .getResultStream()
                .map(ArtifactRows::stored)
                .findFirst();
    }

    /** Whether it was not there before. */
    boolean insert(StoredArtifact artifact, String location) {
        return database.createNativeMutationQuery("""
                        INSERT INTO artifact (sha256, size_bytes, location, stored_at)
                        VALUES (:sha256, :size, :location, :at) ON CONFLICT DO NOTHING
                        """)
                        .setParameter("sha256", artifact.sha256())
                        .setParameter("size", artifact.sizeBytes())
                        .setParameter("location", location)
                        .setParameter("at", artifact.storedAt().atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    void insertUpload(String sha256, Uploader by, Instant at) {
        database.createNativeMutationQuery("""
                        INSERT INTO artifact_upload (sha256, platform_id, uploaded_by, uploaded_at)
                        VALUES (:sha256, :platformId, :who, :at) ON CONFLICT DO NOTHING
                        """)
                .setParameter("sha256", sha256)
                .setParameter("platformId", by.platformId())
                .setParameter("who", by.subject())
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    void insertRead(UUID id, String sha256, ArtifactViewer by, String purpose, ByteRange bytes, Instant at) {
        database.createNativeMutationQuery("""
                        INSERT INTO artifact_read (id, sha256, organisation, who, role, purpose, first_byte, last_byte, at)
                        VALUES (:id, :sha256, :organisation, :who, :role, CAST(:purpose AS text), :first, :last, :at)
                        """)
                .setParameter("id", id)
                .setParameter("sha256", sha256)
                .setParameter("organisation", by.organisation())
                .setParameter("who", by.subject())
                .setParameter("role", by.role().claim())
                .setParameter("purpose", purpose)
                .setParameter("first", bytes.first())
                .setParameter("last", bytes.last())
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    private static StoredArtifact stored(Tuple row) {
        return new StoredArtifact(
                row.get("sha256", String.class),
                row.get("size_bytes", Long.class),
                row.get("stored_at", Instant.class));
    }
}
