package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.FetchException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Has files fetched that release requests name a location of. */
@ApplicationScoped
class FetchWorker {

    private final FetchFiles files;
    private final Workers<FetchFiles.Errand> workers;

    FetchWorker(FetchFiles files, TechnicalTestConfig config) {
        this.files = files;
        this.workers = new Workers<>("files to be fetched", config.fetching().atOnce(), files::take, this::fetch);
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) FetchQueue.Asked asked) {
        workers.wake();
    }

    /** Also what a crashed replica has left, and what a failed attempt has put off. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        workers.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        workers.stop();
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
