package io.gatekeeper.reconciliation;

import io.agroal.api.AgroalDataSource;
import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.outbox.WaitingEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Looks every few minutes, at a bounded number of everything and from where it stopped, so that in time it has looked at
 * all. What disagreed in one round and still does in the next counts.
 *
 * <p>What it remembers is this replica's own: each looks for itself, and a restart begins anew.
 */
@ApplicationScoped
class PeriodicCheck {

    private static final Logger LOG = Logger.getLogger(PeriodicCheck.class);

    private static final int PAGE = 1_000;
    private static final int PAGES = 50;
    /** Of each kind; whoever finds so many needs no more of them. */
    private static final int MOST_REMEMBERED = 1_000;

    private static final int MOST_NAMED = 20;
    /** Behind a queue that stands for so long, an event says nothing by its absence. */
    private static final Duration STALLED = Duration.ofMinutes(1);

    private final AgroalDataSource database;
    private final WaitingEvents waiting;
    private final ReconciliationConfig config;
    private final Clock clock;

    private final Map<Kind, String> cursors = new EnumMap<>(Kind.class);
    private final Map<Kind, Set<String>> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Set<String>> seenTwice = new EnumMap<>(Kind.class);
    private final AtomicInteger disagreements = new AtomicInteger();

    PeriodicCheck(AgroalDataSource database, WaitingEvents waiting, ReconciliationConfig config, Clock clock) {
        this.database = database;
        this.waiting = waiting;
        this.config = config;
        this.clock = clock;
    }

    void register(@Observes StartupEvent event, MeterRegistry meters) {
        meters.gauge("gatekeeper.reconciliation.disagreements", disagreements);
    }

    @Scheduled(
            every = "{gatekeeper.reconciliation.every}",
            delayed = "{gatekeeper.reconciliation.delay}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    synchronized void look() throws SQLException {
        Instant before = clock.instant().minus(config.grace());
        try {
            boolean stalled = waiting.oldestAge().compareTo(STALLED) > 0;
            for (Kind kind : Kind.values()) {
                if (!(stalled && kind.restsOnEvents())) {
                    look(kind, before);
                }
            }
        } catch (SQLException e) {
            if (!PassingFailure.is(e)) {
                throw e;
            }
            LOG.warnf("the reconciliation waits for the database: %s", PassingFailure.reason(e));
        }
        disagreements.set(seenTwice.values().stream().mapToInt(Set::size).sum());
    }

    /** What disagreed in both of the last two looks. */
    synchronized Set<String> disagreeing(Kind kind) {
        return seenTwice.getOrDefault(kind, Set.of());
    }

    private void look(Kind kind, Instant before) throws SQLException {
        Set<String> once = seen.getOrDefault(kind, Set.of());
        Set<String> found = new LinkedHashSet<>();
        Set<String> twice;
        try (Comparison comparison = new Comparison(database.getConnection())) {
            twice = new TreeSet<>(comparison.disagreeing(kind, once, before));
            found.addAll(twice);
            String cursor = cursors.getOrDefault(kind, kind.start());
            for (int i = 0; i < PAGES; i++) {
                List<String> page = comparison.page(kind, cursor, PAGE);
                for (String id : comparison.disagreeing(kind, page, before)) {
                    if (found.size() < MOST_REMEMBERED) {
                        found.add(id);
                    }
                }
                if (page.size() < PAGE) {
                    cursor = kind.start();
                    break;
                }
                cursor = page.get(PAGE - 1);
            }
            cursors.put(kind, cursor);
        }
        if (!twice.equals(seenTwice.getOrDefault(kind, Set.of()))) {
            tell(kind, twice);
        }
        seen.put(kind, found);
        seenTwice.put(kind, twice);
    }

    private static void tell(Kind kind, Set<String> ids) {
        if (ids.isEmpty()) {
            LOG.infof("reconciliation: %s: none any more", kind.title());
        } else {
            LOG.errorf(
                    "reconciliation: %d %s (%s): %s%s",
                    ids.size(),
                    kind.title(),
                    kind,
                    String.join(", ", ids.stream().limit(MOST_NAMED).toList()),
                    ids.size() > MOST_NAMED ? ", …" : "");
        }
    }
}
