package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** How many technical tests are open, overdue, concluded: for those who operate the gate. */
@ApplicationScoped
class TestMeters {

    private static final Logger LOG = Logger.getLogger(TestMeters.class);

    private final Map<TestState, AtomicLong> open = new EnumMap<>(TestState.class);
    private final AtomicLong overdue = new AtomicLong();
    private final MeterRegistry meters;
    private final Session database;
    private final Clock clock;

    TestMeters(MeterRegistry meters, Session database, Clock clock) {
        this.meters = meters;
        this.database = database;
        this.clock = clock;
        TestState.OPEN.forEach(state -> open.put(state, new AtomicLong()));
    }

    void register(@Observes StartupEvent event) {
        open.forEach((state, count) ->
                meters.gauge("gatekeeper.technical.tests.open", List.of(Tag.of("state", state.name())), count));
        meters.gauge("gatekeeper.technical.tests.overdue", overdue);
        for (Outcome outcome : Outcome.values()) {
            meters.counter("gatekeeper.technical.tests.concluded", "outcome", outcome.name());
        }
    }

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) ConcludeTest.Concluded concluded) {
        meters.counter(
                        "gatekeeper.technical.tests.concluded",
                        "outcome",
                        concluded.outcome().name())
                .increment();
    }

    /** Counted now and then, not at every scrape: a count walks the index of all open cases. */
    @Scheduled(
            every = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void refresh() {
        PassingFailure.tolerate(
                LOG,
                "the counts of technical tests",
                () -> QuarkusTransaction.requiringNew().run(this::recount));
    }

    private void recount() {
        Instant now = clock.instant();
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT state, count(*) AS all_of_it,
                               count(*) FILTER (WHERE coalesce(clock_stopped_at, :now) >= due_at) AS overdue
                          FROM technical_test
                         WHERE state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER')
                         GROUP BY state
                        """, Tuple.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
        Map<TestState, Long> counted = new EnumMap<>(TestState.class);
        long late = 0;
        for (Tuple row : rows) {
            counted.put(
                    TestState.valueOf(row.get("state", String.class)),
                    row.get("all_of_it", Number.class).longValue());
            late += row.get("overdue", Number.class).longValue();
        }
        open.forEach((state, count) -> count.set(counted.getOrDefault(state, 0L)));
        overdue.set(late);
    }
}
