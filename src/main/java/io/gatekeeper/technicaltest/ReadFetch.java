package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Shows how it goes with a file that is fetched, to those who see the case and to the platforms that wait for it. */
@ApplicationScoped
class ReadFetch {

    /**
     * @param attempts      so far
     * @param nextAttemptAt when it is tried again at the latest; absent once it has ended
     * @param problem       why the latest attempt failed; absent when none did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FetchView(UUID testId, FetchQueue.State state, int attempts, Instant nextAttemptAt, String problem) {}

    private final TestRows tests;
    private final TestRequests requests;
    private final FetchQueue queue;
    private final Clock clock;

    ReadFetch(TestRows tests, TestRequests requests, FetchQueue queue, Clock clock) {
        this.tests = tests;
        this.requests = requests;
        this.queue = queue;
        this.clock = clock;
    }

    @Transactional
    FetchView seenBy(Viewer viewer, UUID id) {
        Instant now = clock.instant();
        tests.findByIdOptional(id)
                .filter(test -> viewer.sees(test, now))
                .orElseThrow(() -> ProblemException.notFound("technical test"));
        return read(id);
    }

    @Transactional
    FetchView seenByPlatform(String platformId, UUID id) {
        if (!requests.isAskedForBy(platformId, id)) {
            throw ProblemException.notFound("technical test");
        }
        return read(id);
    }

    private FetchView read(UUID id) {
        FetchQueue.Row row = queue.of(id).orElseThrow(() -> ProblemException.notFound("technical test"));
        Instant next = row.state() == FetchQueue.State.PENDING ? row.dueAt() : null;
        return new FetchView(id, row.state(), row.attempts(), next, row.problem());
    }
}
