package io.gatekeeper.publisher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How the regime shows in Prometheus: {@code gatekeeper_measures_…}. */
@ApplicationScoped
class RegimeMetrics {

    private final MeterRegistry meters;
    private final Measures measures;
    private final Map<MeasureType, AtomicLong> inForce = new EnumMap<>(MeasureType.class);
    private final Counter escalated;

    RegimeMetrics(MeterRegistry meters, Measures measures) {
        this.meters = meters;
        this.measures = measures;
        for (MeasureType type : MeasureType.values()) {
            AtomicLong value = new AtomicLong();
            inForce.put(type, value);
            Gauge.builder("gatekeeper.measures.in.force", value, AtomicLong::get)
                    .description("Measures in force, counted at the last sweep")
                    .tag("type", name(type))
                    .register(meters);
        }
        escalated = Counter.builder("gatekeeper.measures.escalated")
                .description("Measures that no second officer confirmed in time")
                .register(meters);
    }

    void imposed(@Observes(during = TransactionPhase.AFTER_SUCCESS) MeasureImposed event) {
        Counter.builder("gatekeeper.measures.imposed")
                .description("Measures imposed, by an officer's order or by the count of notices")
                .tag("type", name(event.type()))
                .tag("by", name(event.by()))
                .register(meters)
                .increment();
    }

    void escalated(int count) {
        escalated.increment(count);
    }

    /** Counts anew what the gauges show, so that a scrape costs the database nothing. */
    @Transactional
    public void refresh() {
        measures.countInForce().forEach((type, count) -> inForce.get(type).set(count));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
