package io.gatekeeper.release;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.Rounds;
import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.StandingChanged;
import io.gatekeeper.publisher.StandingFollower;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Follows a change of standing up: decides the publisher's open requests again and so tells their platforms.
 *
 * <p>Nothing waits for it to be safe. A read or a listing holds its decision against the present standing by itself; what
 * happens here is that those who do not ask are told too.
 */
@ApplicationScoped
class FollowUp implements StandingFollower {

    private static final Logger LOG = Logger.getLogger(FollowUp.class);

    /** How many requests share a transaction: enough to share its cost, few enough that a reader of one waits briefly. */
    private static final int AT_ONCE = 250;

    /** Keeps the transaction that holds the entry short of its end; what is left is the next one's. */
    private static final int MOST_BATCHES = 100;

    private final ReconsiderationQueue queue;
    private final ReconsiderReleases reconsider;
    private final ReleaseRequests requests;
    /**
     * Carries nothing over: the transaction that was just committed would go along with the work otherwise, and nothing
     * can be begun inside a finished one.
     */
    private final Executor executor = Rounds.threads();

    private final DecisionTimes times;
    private final Clock clock;
    /** Set before every attempt to sweep, so that what becomes due while a sweep is under way has it look once more. */
    private final AtomicBoolean owed = new AtomicBoolean();

    private final AtomicBoolean busy = new AtomicBoolean();
    /** By the machine's own timer: the gate's clock may be set while nothing is wrong. */
    private volatile long lastSweepTick;

    private volatile boolean swept;

    FollowUp(
            ReconsiderationQueue queue,
            ReconsiderReleases reconsider,
            ReleaseRequests requests,
            DecisionTimes times,
            Clock clock) {
        this.queue = queue;
        this.reconsider = reconsider;
        this.requests = requests;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public Part<Void> remembering(Optional<CreditCode> publisher) {
        return ReconsiderationQueue.adding(publisher);
    }

    void begin(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingChanged change) {
        executor.execute(this::sweep);
    }

    /** Also what a crashed replica owed, and what time alone has overtaken. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweep() {
        owed.set(true);
        while (owed.get() && busy.compareAndSet(false, true)) {
            try {
                owed.set(false);
                lookAround();
            } finally {
                busy.set(false);
            }
        }
    }

    private void lookAround() {
        try {
            List<ReconsiderationQueue.Entry> ofAll = new ArrayList<>();
            while (followUpNext(ofAll)) {
                // One entry after the other, oldest first.
            }
            followUpOvertaken();
            ofAll.forEach(entry -> times.followed(DecisionTimes.Change.REGIME, entry.age()));
            lastSweepTick = System.nanoTime();
            swept = true;
        } catch (RuntimeException e) {
            if (!PassingFailure.is(e)) {
                throw e;
            }
            LOG.warnf("the follow-up waits for the database: %s", PassingFailure.reason(e));
        }
    }

    /** What concerns all publishers, and what time alone has overtaken: publisher by publisher, until none is found anew. */
    private void followUpOvertaken() {
        List<CreditCode> before = List.of();
        for (List<CreditCode> found = overtaken(); !found.isEmpty() && !found.equals(before); found = overtaken()) {
            found.forEach(this::decideAgain);
            before = found;
        }
    }

    private List<CreditCode> overtaken() {
        return QuarkusTransaction.requiringNew().call(() -> requests.publishersOvertaken(clock.instant(), AT_ONCE));
    }

    /** How long ago a sweep last came to its end; empty before the first. */
    Optional<Duration> lastSweepAge() {
        return swept ? Optional.of(Duration.ofNanos(System.nanoTime() - lastSweepTick)) : Optional.empty();
    }

    /** @param ofAll gets those that concern all publishers */
    private boolean followUpNext(List<ReconsiderationQueue.Entry> ofAll) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<ReconsiderationQueue.Entry> next = queue.lockNext();
            next.ifPresent(entry -> RequestId.following(entry.requestId(), () -> followUp(entry, ofAll)));
            return next.isPresent();
        });
    }

    private void followUp(ReconsiderationQueue.Entry entry, List<ReconsiderationQueue.Entry> ofAll) {
        if (entry.publisher().isEmpty()) {
            // What concerns all publishers is found as overtaken.
            ofAll.add(entry);
            queue.remove(entry);
        } else if (decideAgain(entry.publisher().get())) {
            times.followed(DecisionTimes.Change.STANDING, entry.age());
            queue.remove(entry);
        }
    }

    /**
     * A bounded number of the publisher's requests, in batches with a transaction each; many of them on two threads,
     * which leave to each other what the other is at.
     *
     * @return whether none is left
     */
    private boolean decideAgain(CreditCode publisher) {
        if (decided(() -> reconsider.staleOf(publisher, AT_ONCE)) < AT_ONCE) {
            return true;
        }
        String origin = RequestId.origin();
        CompletableFuture<Void> helper = CompletableFuture.runAsync(
                () -> RequestId.following(origin, () -> decideFreeOnesAgain(publisher)), executor);
        try {
            decideFreeOnesAgain(publisher);
        } finally {
            helper.join();
        }
        // Whoever has locked one may yet leave it as it is, so those are waited for.
        return decided(() -> reconsider.staleOf(publisher, AT_ONCE)) < AT_ONCE;
    }

    private void decideFreeOnesAgain(CreditCode publisher) {
        for (int i = 0; i < MOST_BATCHES; i++) {
            if (decided(() -> reconsider.freeStaleOf(publisher, AT_ONCE)) < AT_ONCE) {
                return;
            }
        }
    }

    private static int decided(Callable<Integer> batch) {
        return QuarkusTransaction.requiringNew().call(batch);
    }
}
