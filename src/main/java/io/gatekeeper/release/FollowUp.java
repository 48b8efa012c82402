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
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.context.ManagedExecutor;
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
    private final ManagedExecutor executor;
    private final Clock clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** By the machine's own timer: the gate's clock may be set while nothing is wrong. */
    private volatile long lastSweepTick;

    private volatile boolean swept;

    FollowUp(
            ReconsiderationQueue queue,
            ReconsiderReleases reconsider,
            ReleaseRequests requests,
            ManagedExecutor executor,
            Clock clock) {
        this.queue = queue;
        this.reconsider = reconsider;
        this.requests = requests;
        this.executor = executor;
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
        if (!busy.compareAndSet(false, true)) {
            return;
        }
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
        } finally {
            busy.set(false);
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
