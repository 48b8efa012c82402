package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A company name that waits for a credit code, or did.
 *
 * @param name    as the first notice spelt it
 * @param notices in which notices it stands
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UnresolvedNameView(
        UUID id,
        String name,
        Instant firstSeenAt,
        List<String> notices,
        CreditCode publisherId,
        Instant resolvedAt,
        String resolvedBy,
        List<Warning> warnings) {

    static UnresolvedNameView of(UnresolvedNameRow row, List<String> notices) {
        CreditCode publisher = row.publisherId == null ? null : new CreditCode(row.publisherId);
        return new UnresolvedNameView(
                row.id,
                row.name,
                row.firstSeenAt,
                notices,
                publisher,
                row.resolvedAt,
                row.resolvedBy,
                publisher == null ? List.of() : Warning.about(publisher, "/publisherId"));
    }
}
