package io.gatekeeper.release;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what the gate decides, in the words of the domain. */
@ApplicationScoped
class DecisionMetrics {

    private final MeterRegistry meters;

    DecisionMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** One count for a PUBLISH; for a HOLD one for each of its reasons. */
    void made(Decision decision) {
        if (decision.outcome() == Outcome.PUBLISH) {
            count(Outcome.PUBLISH, "none");
        }
        decision.reasons().forEach(reason -> count(Outcome.HOLD, reason.code().name()));
    }

    void listingRefused() {
        meters.counter("gatekeeper.listings.refused").increment();
    }

    private void count(Outcome outcome, String reason) {
        meters.counter("gatekeeper.decisions", "outcome", outcome.name(), "reason", reason)
                .increment();
    }
}
