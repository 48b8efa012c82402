package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.release.SubmitRelease.Receipt;
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

    /** What the first call with the key was answered; a problem answer when it was another submission's. */
    Optional<Receipt> find(String platformId, String key, StoredSubmission submission) {
        List<?> found = database.createNativeQuery("""
                        SELECT release_request_id, submission_digest, created FROM idempotency_key
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
        return Optional.of(new Receipt((UUID) row[0], (Boolean) row[2], Optional.empty()));
    }

    void remember(String platformId, String key, StoredSubmission submission, Receipt receipt, Instant at) {
        database.createNativeQuery("""
                        INSERT INTO idempotency_key
                               (platform_id, key, submission_digest, release_request_id, created, used_at)
                        VALUES (:platformId, :key, :digest, :id, :created, :at)
                        """)
                .setParameter("platformId", platformId)
                .setParameter("key", key)
                .setParameter("digest", submission.digest())
                .setParameter("id", receipt.id())
                .setParameter("created", receipt.created())
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }
}
