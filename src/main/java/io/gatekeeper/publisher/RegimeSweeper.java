package io.gatekeeper.publisher;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Looks every few seconds for what has become due; any replica may, and none waits for another. */
@ApplicationScoped
class RegimeSweeper {

    private static final Logger LOG = Logger.getLogger(RegimeSweeper.class);

    /** The most that one sweep does, so that it ends soon; what is left waits for the next. */
    private static final int BATCH = 100;

    private final DueRegimeActs due;
    private final RegimeMetrics metrics;

    RegimeSweeper(DueRegimeActs due, RegimeMetrics metrics) {
        this.due = due;
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "regime-sweeper",
            every = "{gatekeeper.regime.sweep-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweep() {
        PassingFailure.tolerate(LOG, "the deadlines of the regime", () -> {
            due.escalateUnconfirmed(BATCH);
            for (int i = 0; i < BATCH && due.recountOne(); i++) {
                // One publisher to a transaction, so that no sweep holds more than one of their locks.
            }
            metrics.refresh();
        });
    }
}
