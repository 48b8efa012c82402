package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the regime enforces, for decisions that must not rest on an outdated standing.
 *
 * <p>SQL of other packages may read {@code publisher (credit_code, status_version)} and {@code regime (version)}.
 */
@ApplicationScoped
public class Standings {

    private final Publishers publishers;
    private final Regime regime;

    Standings(Publishers publishers, Regime regime) {
        this.publishers = publishers;
        this.regime = regime;
    }

    /**
     * What is enforced on the publisher, and stays enforced until the caller's transaction ends: a change of its
     * standing, or of the regime, waits for that. Call it before any other lock of the transaction.
     *
     * @param publisher need not be registered; an unknown one gets a row of its own, so that there is one to lock
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public EnforcedStanding lockShared(CreditCode publisher, Instant at) {
        return lockShared(Set.of(publisher), at).get(publisher);
    }

    /** The same for several at once; call it once in a transaction, or two of them may wait for each other. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<CreditCode, EnforcedStanding> lockShared(Set<CreditCode> asked, Instant at) {
        Map<CreditCode, Publishers.Enforced> enforced = publishers.lockShared(asked);
        if (enforced.size() < asked.size()) {
            publishers.ensureRows(asked);
            enforced = publishers.lockShared(asked);
        }
        return standings(enforced, at);
    }

    /**
     * The same for those publishers of several that nobody is changing and that are known; the others are missing. It
     * waits for nobody, so that whoever decides for many does not let all of them wait for one.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<CreditCode, EnforcedStanding> lockSharedUnlessBusy(Set<CreditCode> asked, Instant at) {
        return publishers.made(lockingUnlessBusy(asked, at)).get();
    }

    /**
     * The same as a part of a round trip of the caller's transaction; the part that goes first. Its answer is to be got
     * when the trip is over, for a regime that is new here is read then.
     */
    public Part<Supplier<Map<CreditCode, EnforcedStanding>>> lockingUnlessBusy(Set<CreditCode> asked, Instant at) {
        return Publishers.lockingUnlessBusy(asked, enforced -> () -> standings(enforced, at));
    }

    private Map<CreditCode, EnforcedStanding> standings(Map<CreditCode, Publishers.Enforced> enforced, Instant at) {
        Map<CreditCode, EnforcedStanding> standings = new HashMap<>();
        // One statement read the same regime for all of them.
        Optional<Regime.Snapshot> present =
                enforced.values().stream().findAny().map(any -> regime.at(any.regimeVersion()));
        present.ifPresent(snapshot -> {
            List<EnforcedStanding.OpenWindow> windows = snapshot.open(at).stream()
                    .map(w -> new EnforcedStanding.OpenWindow(w.id(), w.from(), w.to(), w.kinds()))
                    .toList();
            Optional<Policy> policy = snapshot.policyAt(at);
            Optional<Instant> changesAt = snapshot.changesAfter(at);
            enforced.forEach((publisher, of) -> standings.put(
                    publisher,
                    new EnforcedStanding(
                            publisher,
                            at,
                            of.statusVersion(),
                            of.regimeVersion(),
                            of.registered(),
                            Optional.ofNullable(of.guidance()),
                            Optional.ofNullable(of.ban()),
                            windows,
                            policy,
                            snapshot.workingDays(),
                            changesAt)));
        });
        return standings;
    }
}
