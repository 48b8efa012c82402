package io.gatekeeper.release;

import io.gatekeeper.http.PassingFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Lets readers wait for a newer decision without holding a thread or a connection each: one thread asks the database for
 * all of them at once, so a decision of any replica is seen within {@code PERIOD}.
 */
@ApplicationScoped
class DecisionWaiters {

    private static final Logger LOG = Logger.getLogger(DecisionWaiters.class);

    private static final Duration PERIOD = Duration.ofMillis(200);
    /** Beyond that many a reader is answered at once, as if its wait were over. */
    private static final int MOST = 10_000;

    private record Waiter(UUID id, int after, CompletableFuture<Void> done) {}

    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final ReleaseSnapshots snapshots;
    private volatile boolean running;
    private Thread thread;

    @Inject
    DecisionWaiters(ReleaseSnapshots snapshots, MeterRegistry meters) {
        this.snapshots = snapshots;
        meters.gauge("gatekeeper.decision.waiters", waiting, Set::size);
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = new Thread(this::run, "decision-waiters");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        thread.interrupt();
        // Whoever still waits is answered with what there is, instead of with a closed connection.
        waiting.forEach(waiter -> waiter.done().complete(null));
    }

    /** Done when there is a decision numbered higher than {@code after}, or when {@code atMost} has passed. */
    CompletionStage<Void> newerThan(UUID id, int after, Duration atMost) {
        if (!running || waiting.size() >= MOST) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done =
                new CompletableFuture<Void>().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
        Waiter waiter = new Waiter(id, after, done);
        waiting.add(waiter);
        done.whenComplete((nothing, failure) -> waiting.remove(waiter));
        return done;
    }

    private void run() {
        while (running) {
            try {
                if (!waiting.isEmpty()) {
                    answer();
                }
                Thread.sleep(PERIOD.toMillis());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The waiters run into their own end; a reader then gets its 503 from the read itself.
                LOG.warnf("cannot look for newer decisions: %s", PassingFailure.reason(e));
                pause();
            }
        }
    }

    @ActivateRequestContext
    void answer() {
        List<Waiter> asked = new ArrayList<>(waiting);
        // Of several readers of one request the least demanding decides whether to look closer.
        Map<UUID, Integer> known = asked.stream().collect(Collectors.toMap(Waiter::id, Waiter::after, Math::min));
        Set<UUID> newer = Set.copyOf(snapshots.newerThan(known));
        for (Waiter waiter : asked) {
            if (newer.contains(waiter.id())) {
                waiter.done().complete(null);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PERIOD.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
