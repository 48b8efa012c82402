package io.gatekeeper.publisher;

import java.time.Instant;
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

    static PublisherFacts unknown(CreditCode publisher) {
        return new PublisherFacts(publisher, Optional.empty(), Optional.empty(), 0, List.of(), List.of());
    }
}
