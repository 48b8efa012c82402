package io.gatekeeper.release;

import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.technicaltest.TestSubject;
import java.util.Optional;

/** A submission that has been checked and waits for its decision; equal to nothing but itself. */
final class Order {

    private final String platformId;
    private final Submission submission;
    private final StoredSubmission stored;
    private final Optional<String> key;
    private final String requestId;

    /**
     * @param key       the caller's idempotency key
     * @param requestId of the call it came with, for the events it causes; may be null
     */
    Order(String platformId, Submission submission, StoredSubmission stored, Optional<String> key, String requestId) {
        this.platformId = platformId;
        this.submission = submission;
        this.stored = stored;
        this.key = key;
        this.requestId = requestId;
    }

    /** What a submission may repeat, correct or supersede. */
    record AppAtPlatform(String platformId, String publisherId, String packageName, Os os) {}

    /** An idempotency key, which is the platform's own. */
    record UsedKey(String platformId, String key) {}

    String platformId() {
        return platformId;
    }

    Submission submission() {
        return submission;
    }

    StoredSubmission stored() {
        return stored;
    }

    String requestId() {
        return requestId;
    }

    CreditCode publisher() {
        return new CreditCode(submission.publisherId());
    }

    TestSubject subject() {
        return submission.subject();
    }

    AppAtPlatform app() {
        return new AppAtPlatform(
                platformId,
                submission.publisherId(),
                submission.app().packageName(),
                submission.app().os());
    }

    Optional<UsedKey> key() {
        return key.map(k -> new UsedKey(platformId, k));
    }
}
