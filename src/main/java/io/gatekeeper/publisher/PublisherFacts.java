package io.gatekeeper.publisher;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is recorded of one publisher and bears on its standing, with the instants in effect and of knowledge.
 *
 * @param name      its registered name; empty for one not registered
 * @param changedAt when its standing last changed, if it ever did
 */
record PublisherFacts(
        CreditCode publisher,
        Optional<String> name,
        Optional<Instant> registeredAt,
        long statusVersion,
        Optional<Instant> changedAt,
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
        return new PublisherFacts(
                publisher, Optional.empty(), Optional.empty(), 0, Optional.empty(), List.of(), List.of());
    }
}
