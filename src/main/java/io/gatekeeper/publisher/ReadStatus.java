package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** Reads where publishers stood at any instants, any number of them from one consistent snapshot. */
@ApplicationScoped
class ReadStatus {

    private final Session database;
    private final Regime regime;
    private final RecordedFacts recorded;
    private final Clock clock;

    ReadStatus(Session database, Regime regime, RecordedFacts recorded, Clock clock) {
        this.database = database;
        this.regime = regime;
        this.recorded = recorded;
        this.clock = clock;
    }

    /**
     * In the order asked.
     *
     * @param asOf    the instant in effect; now, if not given
     * @param knownAt the instant of knowledge; now, if not given
     */
    @Transactional
    public List<StatusView> at(List<CreditCode> publishers, Optional<Instant> asOf, Optional<Instant> knownAt) {
        database.createNativeMutationQuery("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .executeUpdate();
        Regime.Snapshot snapshot = regime.read();
        Map<CreditCode, PublisherFacts> known = recorded.of(publishers);
        Instant now = clock.instant();
        Instant inEffect = asOf.orElse(now);
        Instant knowledge = knownAt.orElse(now);
        Policy policy = asOf.isPresent() ? policyAt(snapshot, inEffect) : snapshot.policyNow(now);
        return publishers.stream()
                .map(code -> known.getOrDefault(code, PublisherFacts.unknown(code)))
                .map(f -> StatusView.of(
                        f,
                        DerivedStanding.at(f, snapshot.windows(), policy, inEffect, knowledge),
                        policy,
                        inEffect,
                        knowledge))
                .toList();
    }

    private static Policy policyAt(Regime.Snapshot snapshot, Instant asOf) {
        return snapshot.policyAt(asOf)
                .orElseThrow(() -> ProblemException.invalid(
                        "asOf",
                        "is before the first policy, of "
                                + snapshot.policies().get(0).effectiveFrom()));
    }
}
