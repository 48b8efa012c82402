package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which key a platform used for which submission, so that a repeated call finds the request it made. */
@ApplicationScoped
class IdempotencyKeys {

    static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final EntityManager database;

    IdempotencyKeys(EntityManager database) {
        this.database = database;
    }

    static Optional<String> parse(String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(header).matches()) {
            throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return Optional.of(header);
    }

    /** The request the key was used for; a problem answer when it was another submission's. */
    Optional<UUID> find(String platformId, String key, StoredSubmission submission) {
        List<?> found = database.createNativeQuery("""
                        SELECT release_request_id, submission_digest FROM idempotency_key
                         WHERE platform_id = :platformId AND key = :key
                        """)
                .setParameter("platformId", platformId)
                .setParameter("key", key)
                .getResultList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = (Object[]) found.get(0);
        if (!submission.digest().equals(row[1])) {
            throw ProblemException.of(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "The key " + key + " was used for a different submission. Use a new key.")
                    .at(HEADER, "was used with a different body");
        }
        return Optional.of((UUID) row[0]);
    }

    void remember(String platformId, String key, StoredSubmission submission, UUID releaseRequestId, Instant at) {
        database.createNativeQuery("""
                        INSERT INTO idempotency_key (platform_id, key, submission_digest, release_request_id, used_at)
                        VALUES (:platformId, :key, :digest, :id, :at)
                        """)
                .setParameter("platformId", platformId)
                .setParameter("key", key)
                .setParameter("digest", submission.digest())
                .setParameter("id", releaseRequestId)
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }
}
