package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/** Looks every second for deadlines that have passed. */
@ApplicationScoped
class TestSweeper {

    private static final Logger LOG = Logger.getLogger(TestSweeper.class);

    /** What is left after this many batches waits for the next second, so that one kind of deadline cannot starve another. */
    private static final int MOST_BATCHES = 50;

    private final TestSweeps sweeps;
    private final LastSweep last;
    private final Clock clock;

    TestSweeper(TestSweeps sweeps, LastSweep last, Clock clock) {
        this.sweeps = sweeps;
        this.last = last;
        this.clock = clock;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweep() {
        PassingFailure.tolerate(LOG, "the deadlines of technical tests", () -> {
            repeat("overdue tests announced", sweeps::escalateOverdue);
            repeat("expired claims returned to the queue", sweeps::returnExpiredClaims);
            repeat("missing answers escalated", sweeps::escalateMissingAnswers);
            last.finished(clock.instant());
        });
    }

    private void repeat(String what, ToIntFunction<Instant> batch) {
        int all = 0;
        for (int i = 0; i < MOST_BATCHES; i++) {
            int changed = batch.applyAsInt(clock.instant());
            all += changed;
            if (changed < TestSweeps.BATCH) {
                break;
            }
        }
        if (all > 0) {
            LOG.infof("%d %s", all, what);
        }
    }
}
