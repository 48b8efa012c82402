package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.Year;
import java.util.Comparator;
import java.util.List;

/**
 * The strike count: how many counting notices name a publisher in one period.
 *
 * @param period the calendar year, as the policy's zone reads it
 * @param limit  how many the policy allows; one more imposes transitional guidance
 */
record Strikes(String period, int count, int limit, List<String> notices) {

    /** Source: the policy, which holds the rule of conduct of 2021: batches only, each once, by publication date. */
    static Strikes of(List<PublisherFacts.NamedIn> named, Year period, Policy policy, Instant asOf, Instant knownAt) {
        List<String> counting = named.stream()
                .filter(n -> policy.countingKinds().contains(n.kind()))
                .filter(n -> policy.countingIssuers().contains(n.issuer()))
                .filter(n -> Year.from(n.publishedAt().atZone(policy.zone())).equals(period))
                .filter(n -> !n.publishedAt().isAfter(asOf) && !n.namedAt().isAfter(knownAt))
                .filter(n -> n.withdrawnAt().map(at -> at.isAfter(knownAt)).orElse(true))
                .sorted(Comparator.comparing(PublisherFacts.NamedIn::publishedAt)
                        .thenComparing(PublisherFacts.NamedIn::noticeId))
                .map(PublisherFacts.NamedIn::noticeId)
                .distinct()
                .toList();
        return new Strikes(period.toString(), counting.size(), policy.maxNoticesPerPeriod(), counting);
    }

    /** How many more notices impose a measure. Past the limit, with the measure lifted, the very next one does. */
    @JsonProperty
    int noticesUntilMeasure() {
        return Math.max(1, limit + 1 - count);
    }

    /** When the count begins anew. */
    Instant end(Policy policy) {
        return DerivedStanding.end(Year.parse(period), policy);
    }

    boolean exceeded() {
        return count > limit;
    }
}
