package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Has files screened as they come, on threads of its own: a bounded number at once, so that a flood of files takes
 * longer and not more of the machine.
 */
@ApplicationScoped
class ScreeningWorker {

    private static final Logger LOG = Logger.getLogger(ScreeningWorker.class);

    private final ScreenFiles files;
    private final ReceiveFile arrivals;
    private final Clock clock;
    private final Semaphore places;
    private final ExecutorService threads;

    ScreeningWorker(ScreenFiles files, ReceiveFile arrivals, TechnicalTestConfig config, Clock clock) {
        this.files = files;
        this.arrivals = arrivals;
        this.clock = clock;
        this.places = new Semaphore(config.screening().atOnce());
        this.threads = Executors.newFixedThreadPool(config.screening().atOnce(), work -> {
            Thread thread = new Thread(work, "screening");
            thread.setDaemon(true);
            return thread;
        });
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScreeningQueue.Asked asked) {
        startOne();
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
        startOne();
    }

    void stop(@Observes ShutdownEvent event) {
        // What is under screening is broken off, and taken up again when its lease has ended.
        threads.shutdownNow();
    }

    private void startOne() {
        if (places.tryAcquire()) {
            try {
                threads.execute(this::work);
            } catch (RejectedExecutionException e) {
                places.release();
            }
        }
    }

    private void work() {
        try {
            PassingFailure.tolerate(LOG, "files to be screened", () -> {
                for (Optional<ScreeningQueue.Taken> next = files.take(); next.isPresent(); next = files.take()) {
                    // There may be more than one thread's work.
                    startOne();
                    files.screen(next.get());
                }
            });
        } catch (RuntimeException e) {
            LOG.error("a screening failed; it is tried again when its lease has ended", e);
        } finally {
            places.release();
        }
    }
}
