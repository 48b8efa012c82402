package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip;
import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * What concerns all publishers, policies, calendars and confirmed review windows, kept in memory by the version of the regime.
 *
 * <p>Whoever reads the table {@code regime} holds its ACCESS SHARE lock until the transaction ends, and a change of the
 * regime takes ACCESS EXCLUSIVE: so a version once read stays true until the reader has committed, at no cost to the
 * readers. A lock of the row would do the same and make every decision of the gate write to one row.
 *
 * <p>The order of locks is: the register of names, the regime, publishers by code. Keep it, or deadlocks follow.
 */
@ApplicationScoped
class Regime {

    private static final Logger LOG = Logger.getLogger(Regime.class);

    /** Marks the transaction that changes the regime. */
    private static final Object CHANGING = new Object();

    /**
     * The regime at one version.
     *
     * @param policies oldest first
     * @param windows  every window that was ever confirmed, the ended ones included
     */
    record Snapshot(long version, List<Policy> policies, List<ReviewWindow> windows, WorkingCalendar workingDays) {

        /** Empty before the first policy took effect. */
        Optional<Policy> policyAt(Instant at) {
            return policies.stream().filter(p -> !p.effectiveFrom().isAfter(at)).reduce((earlier, later) -> later);
        }

        /** Without a policy in effect nothing can be proved, so nothing is decided. */
        Policy policyNow(Instant at) {
            return policyAt(at)
                    .orElseThrow(() -> ProblemException.of(
                            ProblemType.UNAVAILABLE, "No policy is in effect, so nothing can be decided."));
        }

        /** The confirmed windows that are open; of an ended one nothing more is enforced, whatever the clock shows. */
        List<ReviewWindow> open(Instant at) {
            return confirmed()
                    .filter(w -> !at.isBefore(w.from()) && at.isBefore(w.to()))
                    .toList();
        }

        /** The next instant at which what is enforced changes by itself. */
        Optional<Instant> changesAfter(Instant at) {
            return Stream.concat(
                            confirmed().flatMap(w -> Stream.of(w.from(), w.to())),
                            policies.stream().map(Policy::effectiveFrom))
                    .filter(change -> change.isAfter(at))
                    .min(Instant::compareTo);
        }

        /** All that a policy or a window names and at which something may begin or end. */
        Stream<Instant> instants() {
            return Stream.concat(
                    windows.stream().flatMap(ReviewWindow::instants),
                    policies.stream().map(Policy::effectiveFrom));
        }

        private Stream<ReviewWindow> confirmed() {
            return windows.stream().filter(w -> w.state() instanceof ReviewWindow.State.Confirmed);
        }
    }

    private final Session database;
    private final Policies policies;
    private final ReviewWindows windows;
    private final WorkingCalendars calendars;
    private final StandingFollower follower;
    private final Event<StandingChanged> changed;
    private final TransactionSynchronizationRegistry transaction;
    private final AtomicReference<Snapshot> cached = new AtomicReference<>();

    Regime(
            Session database,
            Policies policies,
            ReviewWindows windows,
            WorkingCalendars calendars,
            StandingFollower follower,
            Event<StandingChanged> changed,
            TransactionSynchronizationRegistry transaction) {
        this.database = database;
        this.policies = policies;
        this.windows = windows;
        this.calendars = calendars;
        this.follower = follower;
        this.changed = changed;
        this.transaction = transaction;
    }

    @Transactional
    void load(@Observes StartupEvent start) {
        for (Policy policy : read().policies()) {
            LOG.infof("policy %s, in effect from %s, %s", policy.version(), policy.effectiveFrom(), policy.hash());
        }
    }

    /** The regime as it is, and stays until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Snapshot read() {
        return at(database.createNativeQuery("SELECT version FROM regime", Long.class)
                .getSingleResult());
    }

    /** The regime at a version that the caller's transaction has read. */
    @Transactional(Transactional.TxType.MANDATORY)
    Snapshot at(long version) {
        Snapshot known = cached.get();
        if (known != null && known.version() == version) {
            return known;
        }
        Snapshot loaded = new Snapshot(version, policies.all(), windows.everConfirmed(), calendars.all());
        // What the changing transaction itself sees may still be rolled back; nobody else may ever meet it.
        if (transaction.getResource(CHANGING) == null) {
            cached.accumulateAndGet(
                    loaded, (old, fresh) -> old == null || old.version() < fresh.version() ? fresh : old);
        }
        return loaded;
    }

    /**
     * Takes the regime for a change: returns when every decision that rests on the present one has ended, and lets none
     * begin until the caller's transaction has.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void lock() {
        transaction.putResource(CHANGING, true);
        // Decisions queue behind this lock, so a reader that will not end (a backup) must not stop them for long.
        database.createNativeMutationQuery("SET LOCAL lock_timeout = '5s'").executeUpdate();
        database.createNativeMutationQuery("LOCK TABLE regime IN ACCESS EXCLUSIVE MODE")
                .executeUpdate();
    }

    /** Ends a change under {@link #lock()}: from the caller's commit on, the new regime is what everybody reads. */
    @Transactional(Transactional.TxType.MANDATORY)
    void raiseVersion() {
        database.flush();
        database.createNativeMutationQuery("UPDATE regime SET version = version + 1")
                .executeUpdate();
        Part<Void> remembering = follower.remembering(Optional.empty());
        database.doWork(connection -> RoundTrip.make(connection, List.of(remembering)));
        changed.fire(new StandingChanged(Optional.empty()));
    }
}
