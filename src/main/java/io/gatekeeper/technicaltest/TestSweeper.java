package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/** Looks every second for deadlines that have passed. */
@ApplicationScoped
class TestSweeper {

    private static final Logger LOG = Logger.getLogger(TestSweeper.class);

    /** Ends a sweep that does not come to an end: what is left waits for the next second. */
    private static final int MOST_ROUNDS = 1_000;

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
            List<Kind> kinds = List.of(
                    new Kind("overdue tests announced", sweeps::escalateOverdue),
                    new Kind("reminders of tests that fall due", sweeps::remind),
                    new Kind("expired claims returned to the queue", sweeps::returnExpiredClaims),
                    new Kind("missing answers escalated", sweeps::escalateMissingAnswers));
            try {
                rounds(kinds);
            } finally {
                kinds.forEach(Kind::log);
            }
        });
    }

    /** A batch of each kind in turn, so that no kind of deadline can starve another, until nothing is due of any. */
    private void rounds(List<Kind> kinds) {
        List<Kind> due = kinds;
        for (int i = 0; !due.isEmpty() && i < MOST_ROUNDS; i++) {
            due = due.stream()
                    .filter(kind -> kind.sweep(clock.instant()) == TestSweeps.BATCH)
                    .toList();
            last.finished(clock.instant());
        }
    }

    /** One kind of deadline, and how many of them were found in this sweep. */
    private static final class Kind {

        private final String what;
        private final ToIntFunction<Instant> batch;
        private int found;

        Kind(String what, ToIntFunction<Instant> batch) {
            this.what = what;
            this.batch = batch;
        }

        int sweep(Instant now) {
            int changed = batch.applyAsInt(now);
            found += changed;
            return changed;
        }

        void log() {
            if (found > 0) {
                LOG.infof("%d %s", found, what);
            }
        }
    }
}
