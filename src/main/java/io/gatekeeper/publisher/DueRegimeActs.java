package io.gatekeeper.publisher;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the passing of time alone brings about: escalations, and the new count of a new year. Never a release. */
@ApplicationScoped
class DueRegimeActs {

    private static final Logger LOG = Logger.getLogger(DueRegimeActs.class);

    private final Measures measures;
    private final Publishers publishers;
    private final StandingUpdates standings;
    private final RegimeMetrics metrics;
    private final Clock clock;

    DueRegimeActs(
            Measures measures, Publishers publishers, StandingUpdates standings, RegimeMetrics metrics, Clock clock) {
        this.measures = measures;
        this.publishers = publishers;
        this.standings = standings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A measure no second officer confirmed in time stays in force, and somebody is told, once. */
    @Transactional
    public void escalateUnconfirmed(int limit) {
        List<MeasureRow> escalated = measures.escalate(clock.instant(), limit);
        escalated.forEach(m -> LOG.warnf(
                "measure %s against %s should have been confirmed by %s; it stays in force",
                m.id, m.publisherId, m.confirmationDueAt));
        metrics.escalated(escalated.size());
    }

    /** Recounts one publisher whose period has ended; false when there is none. */
    @Transactional
    public boolean recountOne() {
        Instant now = clock.instant();
        Optional<CreditCode> due = publishers.lockOneToRecount(now);
        due.ifPresent(publisher -> {
            StandingUpdates.Locked locked = standings.lock(List.of(publisher), now);
            standings.settle(locked, new Cause(Cause.Type.PERIOD_ENDED, null), StandingUpdates.SYSTEM);
        });
        return due.isPresent();
    }
}
