package io.gatekeeper.release;

import io.gatekeeper.batching.Columns;
import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.release.Order.UsedKey;
import io.gatekeeper.release.SubmitReleases.Receipt;
import io.gatekeeper.release.SubmitReleases.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.Session;

/** Which key a platform used for which submission, so that a repeated call finds the request it made. */
@ApplicationScoped
class IdempotencyKeys {

    static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final Columns<Used> USED = new Columns<Used>("idempotency_key")
            .text("platform_id", used -> used.key().platformId())
            .text("key", used -> used.key().key())
            .text("submission_digest", used -> used.submission().digest())
            .id("release_request_id", used -> used.receipt().id())
            .flag("created", used -> used.receipt().created())
            .instant("used_at", Used::at);

    private static final String FIND = """
            SELECT k.platform_id, k.key, k.release_request_id, k.submission_digest, k.created
              FROM unnest(?, ?) AS asked(platform_id, key)
              JOIN idempotency_key k ON k.platform_id = asked.platform_id AND k.key = asked.key
            """;

    private final Session database;

    IdempotencyKeys(Session database) {
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

    /** What the first calls with the keys were answered; orders without a key, or with a new one, are missing. */
    Map<UsedKey, Found> find(Collection<UsedKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<UsedKey> asked = List.copyOf(keys);
        return database.doReturningWork(connection -> {
            Part<Map<UsedKey, Found>> found = Part.asking(
                    FIND,
                    List.of(Values.texts(asked, UsedKey::platformId), Values.texts(asked, UsedKey::key)),
                    IdempotencyKeys::found);
            RoundTrip.make(connection, List.of(found));
            return found.answer();
        });
    }

    private static Map<UsedKey, Found> found(ResultSet rows) throws SQLException {
        Map<UsedKey, Found> found = new HashMap<>();
        while (rows.next()) {
            found.put(
                    new UsedKey(rows.getString(1), rows.getString(2)),
                    new Found(rows.getObject(3, UUID.class), rows.getString(4), rows.getBoolean(5)));
        }
        return found;
    }

    /**
     * What a key was used for.
     *
     * @param submissionDigest of the submission it came with
     * @param created          whether that call made the request or found it, so that a repetition is answered alike
     */
    record Found(UUID releaseRequestId, String submissionDigest, boolean created) {

        /** A problem answer when it was another submission's. */
        Result answer(Order order) {
            if (!order.stored().digest().equals(submissionDigest)) {
                return Result.refused(ProblemException.of(
                                ProblemType.IDEMPOTENCY_KEY_REUSED,
                                "The key " + order.key().orElseThrow().key()
                                        + " was used for a different submission. Use a new key.")
                        .at(HEADER, "was used with a different body"));
            }
            return Result.of(new Receipt(releaseRequestId, created, Optional.empty()));
        }
    }

    /** A key and what its call was answered. */
    record Used(UsedKey key, StoredSubmission submission, Receipt receipt, Instant at) {}

    /** To be written by the caller's round trip; nothing for no keys. */
    static List<Part<?>> remembering(List<Used> used) {
        if (used.isEmpty()) {
            return List.of();
        }
        // Sorted, so that two transactions with the same keys wait for each other in one direction only.
        List<Used> sorted = used.stream()
                .sorted(Comparator.comparing((Used u) -> u.key().platformId())
                        .thenComparing(u -> u.key().key()))
                .toList();
        return List.of(USED.inserting(sorted));
    }
}
