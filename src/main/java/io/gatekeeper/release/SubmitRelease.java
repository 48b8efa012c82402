package io.gatekeeper.release;

import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.release.ReleaseRequests.Related;
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
     * @param fresh   the request as this call made it; empty when it has to be read
     */
    record Receipt(UUID id, boolean created, Optional<ReleaseSnapshot> fresh) {

        static Receipt existing(UUID id) {
            return new Receipt(id, false, Optional.empty());
        }
    }

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
        List<Related> related = requests.relatedTo(platformId, submission);
        Optional<Related> same = related.stream().filter(Related::same).findFirst();
        if (same.isPresent() && !isCorrectedBy(same.get(), stored)) {
            Receipt existing = Receipt.existing(same.get().id());
            key.ifPresent(k -> keys.remember(platformId, k, stored, existing, standing.at()));
            return existing;
        }
        UUID id = Ids.next();
        List<Event> events = new ArrayList<>(supersede(related, id, standing.at()));
        Deciding.Decided decided = deciding.first(id, platformId, submission, stored, standing);
        events.addAll(decided.events());
        outbox.append(events);
        Receipt created = new Receipt(id, true, Optional.of(decided.snapshot()));
        key.ifPresent(k -> keys.remember(platformId, k, stored, created, standing.at()));
        return created;
    }

    /** What a hold asks the submitter to mend (a filing number, say) is mended by submitting again. */
    private static boolean isCorrectedBy(Related same, StoredSubmission stored) {
        return same.state() == ReleaseState.HELD && !same.submissionDigest().equals(stored.digest());
    }

    /** Of what was seen held, that which still is once it is locked. */
    private List<Event> supersede(List<Related> related, UUID by, Instant now) {
        List<Event> events = new ArrayList<>();
        for (Related seen : related) {
            ReleaseRequestRow older = requests.lock(seen.id()).orElseThrow();
            if (!(older.request() instanceof ReleaseRequest.Held held)) {
                continue;
            }
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
