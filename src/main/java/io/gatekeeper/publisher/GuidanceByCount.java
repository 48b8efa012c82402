package io.gatekeeper.publisher;

import io.gatekeeper.publisher.PublisherFacts.NamedIn;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.Year;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Imposes transitional guidance where a notice brings a publisher over the limit, in the transaction that does. */
@ApplicationScoped
class GuidanceByCount {

    private final Measures measures;
    private final Event<MeasureImposed> imposed;

    GuidanceByCount(Measures measures, Event<MeasureImposed> imposed) {
        this.measures = measures;
        this.imposed = imposed;
    }

    /**
     * Looks at every notice that names a locked publisher now and did not when it was locked.
     *
     * @param officer whose recording or resolution brought the notice to bear
     * @return whether a measure was imposed
     */
    boolean imposeWhereExceeded(StandingUpdates.Locked locked, Collection<PublisherFacts> after, String officer) {
        List<MeasureRow> rows = after.stream()
                .filter(facts -> facts.measures().stream().noneMatch(GuidanceByCount::isGuidanceInForce))
                .map(facts -> newlyNamedIn(locked, facts).stream()
                        .map(notice -> exceeding(locked, facts, notice, officer))
                        .flatMap(Optional::stream)
                        .findFirst())
                .flatMap(Optional::stream)
                .toList();
        rows.forEach(row -> {
            measures.persist(row);
            imposed.fire(new MeasureImposed(row.type, MeasureImposed.By.COUNT));
        });
        return !rows.isEmpty();
    }

    private static boolean isGuidanceInForce(Measure measure) {
        return measure.type() == MeasureType.TRANSITIONAL_GUIDANCE && measure.state() instanceof MeasureState.Open;
    }

    private static List<NamedIn> newlyNamedIn(StandingUpdates.Locked locked, PublisherFacts now) {
        Set<String> before = locked.before().get(now.publisher()).notices().stream()
                .map(NamedIn::noticeId)
                .collect(Collectors.toSet());
        return now.notices().stream()
                .filter(n -> !before.contains(n.noticeId()))
                .sorted(Comparator.comparing(NamedIn::publishedAt))
                .toList();
    }

    /** The measure that follows if the notice counts and there are more than the limit in the notice's own year. */
    private static Optional<MeasureRow> exceeding(
            StandingUpdates.Locked locked, PublisherFacts facts, NamedIn notice, String officer) {
        return locked.regime().policyAt(notice.publishedAt()).flatMap(policy -> {
            Year year = Year.from(notice.publishedAt().atZone(policy.zone()));
            Strikes strikes = Strikes.of(facts.notices(), year, policy, Instant.MAX, Instant.MAX);
            return strikes.exceeded() && strikes.notices().contains(notice.noticeId())
                    ? Optional.of(measure(locked, facts, notice, officer, policy, strikes))
                    : Optional.empty();
        });
    }

    private static MeasureRow measure(
            StandingUpdates.Locked locked,
            PublisherFacts facts,
            NamedIn notice,
            String officer,
            Policy policy,
            Strikes strikes) {
        Measure measure = new Measure(
                Ids.next(),
                facts.publisher(),
                MeasureType.TRANSITIONAL_GUIDANCE,
                new Measure.Imposition(
                        officer,
                        locked.at(),
                        locked.at(),
                        Optional.of(new Measure.Noticed(notice.noticeId(), notice.recordedBy()))),
                new MeasureState.InForce());
        MeasureRow row = MeasureRow.of(measure, locked.regime().policyNow(locked.at()));
        row.legalBasis =
                "policy " + policy.version() + ": more than " + strikes.limit() + " counting notices in a year";
        row.reason = strikes.count() + " counting notices in " + strikes.period() + ", the last of them "
                + notice.noticeId();
        return row;
    }
}
