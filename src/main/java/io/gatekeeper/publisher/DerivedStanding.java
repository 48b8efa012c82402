package io.gatekeeper.publisher;

import java.time.Instant;
import java.time.Year;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A publisher's standing and what it rests on: a pure function of facts, policy and two instants.
 *
 * @param measures those in force
 * @param windows  the confirmed review windows that are open
 * @param effect   what it means for each kind of release; versions that are listed are never touched
 */
record DerivedStanding(
        Standing standing,
        boolean registered,
        Strikes strikes,
        List<Measure> measures,
        List<ReviewWindow> windows,
        Map<ReleaseKind, Effect> effect) {

    /**
     * The standing as it was in effect at one instant by what was known at another.
     *
     * @param windows every window that was ever confirmed
     * @param asOf    the instant in effect: what was published, in force, open
     * @param knownAt the instant of knowledge: what had been recorded, resolved, withdrawn, ended
     */
    static DerivedStanding at(
            PublisherFacts facts, List<ReviewWindow> windows, Policy policy, Instant asOf, Instant knownAt) {
        return of(facts, openAt(windows, asOf, knownAt), policy, period(policy, asOf), asOf, knownAt);
    }

    /** The standing as it is: all that is recorded binds, even where another replica's clock was a little ahead. */
    static DerivedStanding present(PublisherFacts facts, List<ReviewWindow> windows, Policy policy, Instant now) {
        return of(facts, openAt(windows, now, Instant.MAX), policy, period(policy, now), Instant.MAX, Instant.MAX);
    }

    private static DerivedStanding of(
            PublisherFacts facts, List<ReviewWindow> open, Policy policy, Year period, Instant asOf, Instant knownAt) {
        Strikes strikes = Strikes.of(facts.notices(), period, policy, asOf, knownAt);
        List<Measure> measures =
                facts.measures().stream().filter(m -> m.inForce(asOf, knownAt)).toList();
        // The register has no instant in effect: a company exists before anyone registers it.
        boolean registered =
                facts.registeredAt().map(at -> !at.isAfter(knownAt)).orElse(false);
        Standing standing = standing(registered, measures, strikes, policy);
        Map<ReleaseKind, Effect> effect = new EnumMap<>(ReleaseKind.class);
        for (ReleaseKind kind : ReleaseKind.values()) {
            effect.put(kind, effect(registered, measures, open, kind));
        }
        return new DerivedStanding(standing, registered, strikes, measures, open, effect);
    }

    private static List<ReviewWindow> openAt(List<ReviewWindow> windows, Instant asOf, Instant knownAt) {
        return windows.stream().filter(w -> w.open(asOf, knownAt)).toList();
    }

    /** The new year begins a new count, and touches no measure: only an order ends one. */
    static Year period(Policy policy, Instant asOf) {
        return Year.from(asOf.atZone(policy.zone()));
    }

    /** When the next count begins. */
    static Instant end(Year period, Policy policy) {
        return period.plusYears(1).atDay(1).atStartOfDay(policy.zone()).toInstant();
    }

    /** Whether the two differ in nothing a standing consists of; windows concern all publishers and are no part of it. */
    boolean sameStanding(DerivedStanding other) {
        return standing == other.standing
                && registered == other.registered
                && strikes.equals(other.strikes)
                && measures.equals(other.measures);
    }

    private static Standing standing(boolean registered, List<Measure> measures, Strikes strikes, Policy policy) {
        if (has(measures, MeasureType.LISTING_BAN)) {
            return Standing.BARRED;
        }
        if (has(measures, MeasureType.TRANSITIONAL_GUIDANCE)) {
            return Standing.UNDER_GUIDANCE;
        }
        if (!registered) {
            return Standing.UNVERIFIED;
        }
        if (strikes.count() >= strikes.limit()) {
            return Standing.AT_LIMIT;
        }
        return strikes.count() >= policy.watchFrom() ? Standing.WATCH : Standing.CLEAR;
    }

    /** The stricter of all that applies. */
    private static Effect effect(
            boolean registered, List<Measure> measures, List<ReviewWindow> open, ReleaseKind kind) {
        if (!registered || has(measures, MeasureType.LISTING_BAN)) {
            return Effect.HOLD;
        }
        boolean tested = has(measures, MeasureType.TRANSITIONAL_GUIDANCE)
                || open.stream().anyMatch(w -> w.kinds().contains(kind));
        return tested ? Effect.HOLD_FOR_TEST : Effect.PUBLISH;
    }

    private static boolean has(List<Measure> measures, MeasureType type) {
        return measures.stream().anyMatch(m -> m.type() == type);
    }
}
