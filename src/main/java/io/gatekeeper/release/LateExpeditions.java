package io.gatekeeper.release;

import io.gatekeeper.http.PassingFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/** How many expeditions officers should have decided by now: {@code gatekeeper_officers_late}. Lateness decides nothing. */
@ApplicationScoped
class LateExpeditions {

    private static final Logger LOG = Logger.getLogger(LateExpeditions.class);

    private final Expeditions expeditions;
    private final Clock clock;
    private volatile long late;

    LateExpeditions(Expeditions expeditions, Clock clock) {
        this.expeditions = expeditions;
        this.clock = clock;
    }

    void register(@Observes StartupEvent event, MeterRegistry meters) {
        Gauge.builder("gatekeeper.officers.late", this, here -> here.late)
                .description("what officers should have decided by now")
                .tag("what", "expedition")
                .register(meters);
    }

    @Scheduled(
            every = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void count() {
        PassingFailure.tolerate(
                LOG,
                "the count of late expeditions",
                () -> late = QuarkusTransaction.requiringNew().call(() -> expeditions.countLate(clock.instant())));
    }
}
