package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.FetchArtifact;
import io.gatekeeper.artifact.FetchException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Fetches the file of one case after the other: taken in one transaction, fetched outside of any, ended in another.
 *
 * <p>That it has arrived is told by the store, as of any file; here is only recorded how it went.
 */
@ApplicationScoped
class FetchFiles {

    /** After as many the platform has to bring the file itself, or name another location. */
    static final int MOST_ATTEMPTS = 5;

    private static final Logger LOG = Logger.getLogger(FetchFiles.class);

    /** Four times as long after each attempt: half a minute, then two, eight and thirty-two. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    private static final int GROWS_BY = 4;

    private final FetchQueue queue;
    private final TestRows tests;
    private final TestRequests requests;
    private final FileLocations locations;
    private final FetchArtifact artifacts;
    private final TestChanges changes;
    private final TechnicalTestConfig config;
    private final Clock clock;

    FetchFiles(
            FetchQueue queue,
            TestRows tests,
            TestRequests requests,
            FileLocations locations,
            FetchArtifact artifacts,
            TestChanges changes,
            TechnicalTestConfig config,
            Clock clock) {
        this.queue = queue;
        this.tests = tests;
        this.requests = requests;
        this.locations = locations;
        this.artifacts = artifacts;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    /** Something to fetch, and what for. @param wanted empty when nobody waits for it any more */
    record Errand(FetchQueue.Taken taken, Optional<FetchArtifact.Wanted> wanted) {}

    @Transactional
    Optional<Errand> take() {
        Instant now = clock.instant();
        return queue.take(now, now.plus(config.fetching().lease())).map(taken -> new Errand(taken, wanted(taken)));
    }

    /** Where several requests name a location, one attempt each, the latest request's first. */
    private Optional<FetchArtifact.Wanted> wanted(FetchQueue.Taken taken) {
        TestRow test = tests.findById(taken.testId());
        List<FileLocations.Named> named =
                test.state().isOpen() ? locations.of(requests.waitingFor(test.id)) : List.of();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        FileLocations.Named one = named.get((taken.attempt() - 1) % named.size());
        return Optional.of(new FetchArtifact.Wanted(one.location(), one.platformId(), test.sha256, test.sizeBytes));
    }

    void fetch(Errand errand) throws FetchException {
        if (errand.wanted().isPresent()) {
            artifacts.fetch(errand.wanted().get());
        }
    }

    @Transactional
    void done(Errand errand) {
        String problem = errand.wanted().isPresent() ? null : "Nobody waits for the file any more.";
        queue.end(
                errand.taken().testId(),
                problem == null ? FetchQueue.State.DONE : FetchQueue.State.FAILED,
                problem,
                clock.instant());
    }

    /** @param problem why the attempt failed, in a sentence for the platform */
    @Transactional
    void failed(Errand errand, String problem) {
        Instant now = clock.instant();
        FetchQueue.Taken taken = errand.taken();
        LOG.warnf("attempt %d to fetch the file of technical test %s: %s", taken.attempt(), taken.testId(), problem);
        TestRow test = tests.locked(taken.testId()).orElseThrow();
        changes.record(test, TestEventRow.What.ARTIFACT_NOT_FETCHED, Actor.GATE, problem, now);
        if (taken.attempt() >= MOST_ATTEMPTS) {
            queue.end(test.id, FetchQueue.State.FAILED, problem, now);
        } else {
            queue.putOff(test.id, problem, now.plus(pauseAfter(taken.attempt())));
        }
    }

    private static Duration pauseAfter(int attempt) {
        return FIRST_PAUSE.multipliedBy((long) Math.pow(GROWS_BY, attempt - 1));
    }
}
