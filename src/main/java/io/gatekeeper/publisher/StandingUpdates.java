package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The frame of every change of standing: {@link #lock} the publishers, change what is recorded, {@link #settle}.
 *
 * <p>Whatever the change was, the standing is derived anew from all that is recorded; only what differs is written.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class StandingUpdates {

    /** Who is named for what no officer did. */
    static final String SYSTEM = "system";

    /**
     * Publishers whose standing nobody else can change or rely on until the transaction ends.
     *
     * @param before what was recorded of them when they were locked
     */
    record Locked(
            Instant at,
            Regime.Snapshot regime,
            Map<CreditCode, PublisherRow> rows,
            Map<CreditCode, PublisherFacts> before) {

        /** What is recorded once a measure is, of a publisher that is locked. */
        Map<CreditCode, PublisherFacts> with(Measure measure) {
            Map<CreditCode, PublisherFacts> after = new HashMap<>(before);
            after.computeIfPresent(measure.publisher(), (publisher, facts) -> facts.with(measure));
            return after;
        }
    }

    private final Publishers publishers;
    private final Regime regime;
    private final RecordedFacts facts;
    private final GuidanceByCount guidance;
    private final StandingChanges changes;

    StandingUpdates(
            Publishers publishers,
            Regime regime,
            RecordedFacts facts,
            GuidanceByCount guidance,
            StandingChanges changes) {
        this.publishers = publishers;
        this.regime = regime;
        this.facts = facts;
        this.guidance = guidance;
        this.changes = changes;
    }

    /**
     * One round trip, unless a publisher is new here. Of several, rows are made first where there are none; one by itself is
     * locked at once, for it nearly always has a row.
     */
    Locked lock(Collection<CreditCode> asked, Instant at) {
        if (asked.isEmpty()) {
            return new Locked(at, regime.read(), Map.of(), Map.of());
        }
        String[] codes = Publishers.codes(asked);
        if (codes.length > 1) {
            publishers.ensureRows(asked);
        }
        return lock(codes, at).orElseGet(() -> {
            publishers.ensureRows(asked);
            return lock(codes, at).orElseThrow();
        });
    }

    /** Empty when one of them has no row. */
    private Optional<Locked> lock(String[] codes, Instant at) {
        Part<Publishers.Locked> locking = Publishers.locking(codes);
        RecordedFacts.Reading recorded = new RecordedFacts.Reading(codes);
        List<Part<?>> parts = new ArrayList<>(List.of(locking));
        parts.addAll(recorded.parts());
        publishers.make(parts);
        Publishers.Locked locked = locking.answer();
        if (locked.rows().size() < codes.length) {
            return Optional.empty();
        }
        Map<CreditCode, PublisherRow> rows = new LinkedHashMap<>();
        for (PublisherRow row : locked.rows()) {
            rows.put(new CreditCode(row.creditCode), row);
        }
        return Optional.of(new Locked(at, regime.at(locked.regimeVersion()), rows, recorded.of(locked.rows())));
    }

    /** Imposes what the count of notices demands, derives the standings anew and tells of those that differ. */
    void settle(Locked locked, Cause cause, String by) {
        Map<CreditCode, PublisherFacts> after = factsOf(locked);
        if (guidance.imposeWhereExceeded(locked, after.values(), by)) {
            after = factsOf(locked);
        }
        settle(locked, after, List.of(), cause, by);
    }

    /** The same for a measure an officer orders: no notice is concerned, and it is written with all that follows from it. */
    void impose(Locked locked, MeasureRow imposed, String by) {
        settle(
                locked,
                locked.with(imposed.measure()),
                List.of(MeasureRow.NEW.inserting(List.of(imposed))),
                new Cause(Cause.Type.MEASURE_IMPOSED, imposed.id.toString()),
                by);
    }

    /** @param recorded what changed the facts to those {@code after}, where that is still to be written */
    private void settle(
            Locked locked, Map<CreditCode, PublisherFacts> after, List<Part<?>> recorded, Cause cause, String by) {
        Policy policy = locked.regime().policyNow(locked.at());
        List<PublisherRow> touched = new ArrayList<>();
        List<StandingChanges.Change> differing = new ArrayList<>();
        for (PublisherRow row : locked.rows().values()) {
            CreditCode code = new CreditCode(row.creditCode);
            PublisherFacts before = locked.before().get(code);
            DerivedStanding was = derive(locked, before, lastDerived(row, locked.at()));
            DerivedStanding is = derive(locked, after.get(code), locked.at());
            Instant recountAt = is.strikes().count() == 0 ? null : is.strikes().end(policy);
            boolean differs = !is.sameStanding(was);
            if (differs || row.isRegisteredOtherwise(before) || !Objects.equals(row.recountAt, recountAt)) {
                touched.add(row);
            }
            row.recountAt = recountAt;
            if (differs) {
                row.statusVersion = before.statusVersion() + 1;
                row.changedAt = locked.at();
                carryMeasures(row, after.get(code));
                differing.add(new StandingChanges.Change(row, was, is));
            }
        }
        List<Part<?>> parts = new ArrayList<>(recorded);
        if (!touched.isEmpty()) {
            parts.add(PublisherRow.COLUMNS.updating(touched));
        }
        parts.addAll(changes.appending(differing, policy, cause, by));
        publishers.make(parts);
    }

    private Map<CreditCode, PublisherFacts> factsOf(Locked locked) {
        return facts.of(locked.rows());
    }

    private static DerivedStanding derive(Locked locked, PublisherFacts facts, Instant asOf) {
        return DerivedStanding.present(
                facts, locked.regime().windows(), locked.regime().policyNow(asOf), asOf);
    }

    /** An instant in the period the row was last derived for: a count that has begun anew since is a change, too. */
    private static Instant lastDerived(PublisherRow row, Instant now) {
        boolean newPeriod = row.recountAt != null && !row.recountAt.isAfter(now);
        return newPeriod ? row.recountAt.minus(1, ChronoUnit.MICROS) : now;
    }

    private static void carryMeasures(PublisherRow row, PublisherFacts facts) {
        row.guidanceMeasureId = open(facts, MeasureType.TRANSITIONAL_GUIDANCE);
        row.banMeasureId = open(facts, MeasureType.LISTING_BAN);
    }

    private static UUID open(PublisherFacts facts, MeasureType type) {
        return facts.measures().stream()
                .filter(m -> m.type() == type && m.state() instanceof MeasureState.Open)
                .map(Measure::id)
                .findFirst()
                .orElse(null);
    }
}
