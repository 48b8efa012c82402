package io.gatekeeper.release;

import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.StandingChanged;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;
import org.jboss.logging.Logger;

/**
 * Follows a change of standing up: decides the publisher's open requests again and so tells their platforms.
 *
 * <p>Nothing waits for it to be safe. A read or a listing holds its decision against the present standing by itself; what
 * happens here is that those who do not ask are told too.
 */
@ApplicationScoped
class FollowUp {

    private static final Logger LOG = Logger.getLogger(FollowUp.class);

    private static final int AT_ONCE = 200;

    private final ReconsiderationQueue queue;
    private final ReconsiderReleases reconsider;
    private final ReleaseRequests requests;
    /**
     * Carries nothing over: the transaction that was just committed would go along with the work otherwise, and nothing
     * can be begun inside a finished one.
     */
    private final Executor executor = ManagedExecutor.builder()
            .propagated()
            .cleared(ThreadContext.ALL_REMAINING)
            .build();

    private final Clock clock;
    /** Set before every attempt to sweep, so that what becomes due while a sweep is under way has it look once more. */
    private final AtomicBoolean owed = new AtomicBoolean();

    private final AtomicBoolean busy = new AtomicBoolean();
    /** By the machine's own timer: the gate's clock may be set while nothing is wrong. */
    private volatile long lastSweepTick;

    private volatile boolean swept;

    FollowUp(ReconsiderationQueue queue, ReconsiderReleases reconsider, ReleaseRequests requests, Clock clock) {
        this.queue = queue;
        this.reconsider = reconsider;
        this.requests = requests;
        this.clock = clock;
    }

    /** In the transaction of the change itself, so that the follow-up is owed if and only if the change is there. */
    void remember(@Observes StandingChanged change) {
        queue.add(change.publisher());
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
            while (followUpNext()) {
                // One batch after the other, each in its own transaction.
            }
            List<CreditCode> overtaken = QuarkusTransaction.requiringNew()
                    .call(() -> requests.publishersOvertaken(clock.instant(), AT_ONCE));
            for (CreditCode publisher : overtaken) {
                reconsider.staleOf(publisher, AT_ONCE);
            }
            lastSweepTick = System.nanoTime();
            swept = true;
        } catch (RuntimeException e) {
            if (!PassingFailure.is(e)) {
                throw e;
            }
            LOG.warnf("the follow-up waits for the database: %s", PassingFailure.reason(e));
        }
    }

    /** How long ago a sweep last came to its end; empty before the first. */
    Optional<Duration> lastSweepAge() {
        return swept ? Optional.of(Duration.ofNanos(System.nanoTime() - lastSweepTick)) : Optional.empty();
    }

    private boolean followUpNext() {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<ReconsiderationQueue.Entry> next = queue.lockNext();
            next.ifPresent(entry -> RequestId.following(entry.requestId(), () -> followUp(entry)));
            return next.isPresent();
        });
    }

    private void followUp(ReconsiderationQueue.Entry entry) {
        // What concerns all publishers is found by the sweep below, publisher by publisher.
        boolean done = entry.publisher()
                .map(publisher -> reconsider.staleOf(publisher, AT_ONCE) < AT_ONCE)
                .orElse(true);
        if (done) {
            queue.remove(entry);
        }
    }
}
