package io.gatekeeper.release;

import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A platform submits a release; the gate decides at once. */
@ApplicationScoped
class SubmitRelease {

    /**
     * The request a submission led to.
     *
     * @param created false when it is the one the platform made for the same version and artifact before
     */
    record Receipt(UUID id, boolean created) {}

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final IdempotencyKeys keys;
    private final Deciding deciding;
    private final Outbox outbox;

    SubmitRelease(
            Gathering gathering, ReleaseRequests requests, IdempotencyKeys keys, Deciding deciding, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.keys = keys;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /** Of two calls with the same submission at once, one breaks a unique index; tried again it finds the other. */
    @Transactional
    Receipt submit(String platformId, Submission submission, StoredSubmission stored, Optional<String> key) {
        Optional<Receipt> repeated = key.flatMap(k -> keys.find(platformId, k, stored));
        if (repeated.isPresent()) {
            return repeated.get();
        }
        EnforcedStanding standing = gathering.lock(new CreditCode(submission.publisherId()));
        Optional<ReleaseRequestRow> same = requests.sameByNature(platformId, submission);
        if (same.isPresent() && !isCorrectedBy(same.get(), stored)) {
            Receipt existing = new Receipt(same.get().id(), false);
            key.ifPresent(k -> keys.remember(platformId, k, stored, existing, standing.at()));
            return existing;
        }
        UUID id = Ids.next();
        List<Event> events = new ArrayList<>(supersede(platformId, submission, id, standing.at()));
        events.addAll(deciding.first(id, platformId, submission, stored, standing));
        outbox.append(events);
        Receipt created = new Receipt(id, true);
        key.ifPresent(k -> keys.remember(platformId, k, stored, created, standing.at()));
        return created;
    }

    /** What a hold asks the submitter to mend (a filing number, say) is mended by submitting again. */
    private static boolean isCorrectedBy(ReleaseRequestRow same, StoredSubmission stored) {
        return same.state() == ReleaseState.HELD && !same.submissionDigest().equals(stored.digest());
    }

    private List<Event> supersede(String platformId, Submission submission, UUID by, Instant now) {
        List<Event> events = new ArrayList<>();
        for (ReleaseRequestRow older : requests.lockReplacedBy(platformId, submission)) {
            ReleaseRequest.Held held = (ReleaseRequest.Held) older.request();
            older.become(held.superseded(by, now));
            if (older.testRequestedPolicy().isPresent()) {
                older.testNoLongerRequested();
                events.add(ReleaseEvents.testNoLongerNeeded(older, now));
            }
        }
        // Before the insert: until then the older one may hold the place of the new one in the unique index.
        requests.flush();
        return events;
    }
}
