package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The data of {@code gatekeeper.publisher.status-changed.v1}: the standing of one publisher from {@code changedAt} on.
 *
 * <p>The topic is compacted, so each event says everything and none needs the one before.
 */
record StatusChanged(
        CreditCode publisherId,
        Standing standing,
        long statusVersion,
        StrikeCount strikes,
        List<InForce> measures,
        String policyVersion,
        Cause cause,
        Instant changedAt) {

    static final String TYPE = "gatekeeper.publisher.status-changed.v1";

    record StrikeCount(String period, int count, int limit, List<String> notices) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InForce(UUID id, MeasureType type, Instant inForceFrom, boolean confirmed) {}

    static StatusChanged of(PublisherRow row, DerivedStanding is, Policy policy, Cause cause) {
        Strikes strikes = is.strikes();
        return new StatusChanged(
                new CreditCode(row.creditCode),
                is.standing(),
                row.statusVersion,
                new StrikeCount(strikes.period(), strikes.count(), strikes.limit(), strikes.notices()),
                is.measures().stream()
                        .map(m -> new InForce(
                                m.id(),
                                m.type(),
                                m.imposition().inForceFrom(),
                                m.confirmation().isPresent()))
                        .toList(),
                policy.version(),
                cause,
                row.changedAt);
    }

    Event event() {
        return new Event(Topic.PUBLISHER_STATUS, publisherId.value(), TYPE, publisherId.value(), changedAt, this);
    }
}
