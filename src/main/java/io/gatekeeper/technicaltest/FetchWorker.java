package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.FetchException;
import io.gatekeeper.http.PassingFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Has files fetched that release requests name a location of, a bounded number at once, on threads of its own. */
@ApplicationScoped
class FetchWorker {

    private static final Logger LOG = Logger.getLogger(FetchWorker.class);

    private final FetchFiles files;
    private final Semaphore places;
    private final ExecutorService threads;

    FetchWorker(FetchFiles files, TechnicalTestConfig config) {
        this.files = files;
        this.places = new Semaphore(config.fetching().atOnce());
        this.threads = Executors.newFixedThreadPool(config.fetching().atOnce(), work -> {
            Thread thread = new Thread(work, "fetching");
            thread.setDaemon(true);
            return thread;
        });
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) FetchQueue.Asked asked) {
        startOne();
    }

    /** Also what a crashed replica has left, and what a failed attempt has put off. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        startOne();
    }

    void stop(@Observes ShutdownEvent event) {
        // What is being fetched is broken off, and begun anew when its lease has ended.
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
            PassingFailure.tolerate(LOG, "files to be fetched", () -> {
                for (Optional<FetchFiles.Errand> next = files.take(); next.isPresent(); next = files.take()) {
                    // There may be more than one thread's work.
                    startOne();
                    fetch(next.get());
                }
            });
        } catch (RuntimeException e) {
            LOG.error("a file could not be fetched; it is tried again when its lease has ended", e);
        } finally {
            places.release();
        }
    }

    private void fetch(FetchFiles.Errand errand) {
        try {
            files.fetch(errand);
        } catch (FetchException e) {
            files.failed(errand, e.getMessage());
            return;
        }
        files.done(errand);
    }
}
