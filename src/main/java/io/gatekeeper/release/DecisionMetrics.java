package io.gatekeeper.release;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what the gate decides, in the words of the domain. */
@ApplicationScoped
class DecisionMetrics {

    private final MeterRegistry meters;
    private final Counter listingsRefused;
    /** By reason; those of a hold are never "none". */
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    DecisionMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.listingsRefused = meters.counter("gatekeeper.listings.refused");
    }

    /** So that a first refusal is seen as one: a counter that begins with it has not increased. */
    void begin(@Observes StartupEvent event) {
        // Being called is enough.
    }

    /** One count for a PUBLISH; for a HOLD one for each of its reasons. */
    void made(Decision decision) {
        if (decision.outcome() == Outcome.PUBLISH) {
            count(Outcome.PUBLISH, "none");
        }
        decision.reasons().forEach(reason -> count(Outcome.HOLD, reason.code().name()));
    }

    void listingRefused() {
        listingsRefused.increment();
    }

    private void count(Outcome outcome, String reason) {
        // Remembered, because the registry finds a counter only by building its whole name and tags again.
        counters.computeIfAbsent(
                        reason,
                        known -> meters.counter("gatekeeper.decisions", "outcome", outcome.name(), "reason", known))
                .increment();
    }
}
