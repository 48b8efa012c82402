package io.gatekeeper.publisher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is recorded of one publisher and bears on its standing, with the instants in effect and of knowledge.
 *
 * @param name its registered name; empty for one not registered
 */
record PublisherFacts(
        CreditCode publisher,
        Optional<String> name,
        Optional<Instant> registeredAt,
        long statusVersion,
        List<NamedIn> notices,
        List<Measure> measures) {

    /**
     * A notice that names the publisher.
     *
     * @param namedAt when it was known that the notice means this publisher: at its recording or a later resolution
     */
    record NamedIn(
            String noticeId,
            String issuer,
            NoticeKind kind,
            Instant publishedAt,
            String recordedBy,
            Instant namedAt,
            Optional<Instant> withdrawnAt) {}

    PublisherFacts with(Measure measure) {
        List<Measure> all = new ArrayList<>(measures);
        all.add(measure);
        return new PublisherFacts(publisher, name, registeredAt, statusVersion, notices, all);
    }

    boolean isInForce(MeasureType type) {
        return measures.stream().anyMatch(m -> m.type() == type && m.state() instanceof MeasureState.Open);
    }

    static PublisherFacts unknown(CreditCode publisher) {
        return new PublisherFacts(publisher, Optional.empty(), Optional.empty(), 0, List.of(), List.of());
    }
}
