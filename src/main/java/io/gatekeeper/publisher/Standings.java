package io.gatekeeper.publisher;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        Publishers.Enforced enforced = publishers.lockShared(publisher).orElseGet(() -> {
            publishers.ensureRows(List.of(publisher));
            return publishers.lockShared(publisher).orElseThrow();
        });
        return standing(publisher, enforced, at);
    }

    /**
     * The same for those publishers of several that nobody is changing and that are known; the others are missing. It
     * waits for nobody, so that whoever decides for many does not let all of them wait for one.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<CreditCode, EnforcedStanding> lockSharedUnlessBusy(Set<CreditCode> asked, Instant at) {
        return publishers.lockSharedUnlessBusy(asked).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> standing(e.getKey(), e.getValue(), at)));
    }

    private EnforcedStanding standing(CreditCode publisher, Publishers.Enforced enforced, Instant at) {
        Regime.Snapshot snapshot = regime.at(enforced.regimeVersion());
        return new EnforcedStanding(
                publisher,
                at,
                enforced.statusVersion(),
                enforced.regimeVersion(),
                enforced.registered(),
                Optional.ofNullable(enforced.guidance()),
                Optional.ofNullable(enforced.ban()),
                snapshot.open(at).stream()
                        .map(w -> new EnforcedStanding.OpenWindow(w.id(), w.from(), w.to(), w.kinds()))
                        .toList(),
                snapshot.policyAt(at),
                snapshot.changesAfter(at));
    }
}
