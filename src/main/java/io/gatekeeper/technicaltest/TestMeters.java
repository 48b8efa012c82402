package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import io.micrometer.core.instrument.Gauge;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** How many technical tests are open, overdue, concluded: for those who operate the gate. */
@ApplicationScoped
class TestMeters {

    private static final Logger LOG = Logger.getLogger(TestMeters.class);

    /** How many times as long as it counted it rests at least. */
    private static final int REST = 50;

    private final Map<TestState, AtomicLong> open = new EnumMap<>(TestState.class);
    private final Map<TestState, AtomicReference<Instant>> oldest = new EnumMap<>(TestState.class);
    private final AtomicReference<Instant> nextDue = new AtomicReference<>();
    private final AtomicLong overdue = new AtomicLong();
    private final MeterRegistry meters;
    private final Session database;
    private final Clock clock;
    /** By {@link System#nanoTime()}; null before the first count. */
    private volatile Long restUntil;

    TestMeters(MeterRegistry meters, Session database, Clock clock) {
        this.meters = meters;
        this.database = database;
        this.clock = clock;
        TestState.OPEN.forEach(state -> {
            open.put(state, new AtomicLong());
            oldest.put(state, new AtomicReference<>());
        });
    }

    void register(@Observes StartupEvent event) {
        open.forEach((state, count) ->
                meters.gauge("gatekeeper.technical.tests.open", List.of(Tag.of("state", state.name())), count));
        oldest.forEach((state, openedAt) -> Gauge.builder(
                        "gatekeeper.technical.tests.oldest.age", openedAt, at -> seconds(at.get(), clock.instant()))
                .baseUnit("seconds")
                .tag("state", state.name())
                .register(meters));
        Gauge.builder("gatekeeper.technical.tests.next.due", nextDue, at -> seconds(clock.instant(), at.get()))
                .baseUnit("seconds")
                .register(meters);
        meters.gauge("gatekeeper.technical.tests.overdue", overdue);
        for (Outcome outcome : Outcome.values()) {
            meters.counter("gatekeeper.technical.tests.concluded", "outcome", outcome.name());
        }
    }

    /** Not a number where there is no such test. */
    private static double seconds(Instant from, Instant to) {
        return from == null || to == null
                ? Double.NaN
                : Duration.between(from, to).toMillis() / 1_000.0;
    }

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) ConcludeTest.Concluded concluded) {
        meters.counter(
                        "gatekeeper.technical.tests.concluded",
                        "outcome",
                        concluded.outcome().name())
                .increment();
    }

    /** Counted now and then, not at every scrape, and the rarer the more there is to count: all open cases are read for it. */
    @Scheduled(
            every = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void refresh() {
        long began = System.nanoTime();
        if (restUntil != null && began - restUntil < 0) {
            return;
        }
        PassingFailure.tolerate(
                LOG,
                "the counts of technical tests",
                () -> QuarkusTransaction.requiringNew().run(this::recount));
        long ended = System.nanoTime();
        restUntil = ended + REST * (ended - began);
    }

    private void recount() {
        Instant now = clock.instant();
        List<Tuple> rows = database.createNativeQuery("""
                        SELECT state, count(*) AS all_of_it,
                               count(*) FILTER (WHERE coalesce(clock_stopped_at, :now) >= due_at) AS overdue,
                               min(opened_at) AS oldest,
                               min(due_at) FILTER (WHERE clock_stopped_at IS NULL AND due_at > :now) AS next_due
                          FROM technical_test
                         WHERE state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'CONTRADICTED')
                         GROUP BY state
                        """, Tuple.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .getResultList();
        Map<TestState, Long> counted = new EnumMap<>(TestState.class);
        Map<TestState, Instant> opened = new EnumMap<>(TestState.class);
        Instant next = null;
        long late = 0;
        for (Tuple row : rows) {
            TestState state = TestState.valueOf(row.get("state", String.class));
            counted.put(state, row.get("all_of_it", Number.class).longValue());
            opened.put(state, row.get("oldest", Instant.class));
            Instant due = row.get("next_due", Instant.class);
            if (due != null && (next == null || due.isBefore(next))) {
                next = due;
            }
            late += row.get("overdue", Number.class).longValue();
        }
        open.forEach((state, count) -> count.set(counted.getOrDefault(state, 0L)));
        oldest.forEach((state, openedAt) -> openedAt.set(opened.get(state)));
        nextDue.set(next);
        overdue.set(late);
    }
}
