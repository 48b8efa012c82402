package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Has files screened as they come. */
@ApplicationScoped
class ScreeningWorker {

    private static final Logger LOG = Logger.getLogger(ScreeningWorker.class);

    private final ReceiveFile arrivals;
    private final Clock clock;
    private final Workers<ScreeningQueue.Taken> workers;

    ScreeningWorker(ScreenFiles files, ReceiveFile arrivals, TechnicalTestConfig config, Clock clock) {
        this.arrivals = arrivals;
        this.clock = clock;
        this.workers = new Workers<>("files to be screened", config.screening().atOnce(), files::take, files::screen);
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScreeningQueue.Asked asked) {
        workers.wake();
    }

    /** Also what a crashed replica has left, and what a failed attempt has put off. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        PassingFailure.tolerate(LOG, "files that arrived", () -> {
            while (arrivals.lookAgain(clock.instant()) == ReceiveFile.BATCH) {
                // Until none is due.
            }
        });
        workers.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        workers.stop();
    }
}
