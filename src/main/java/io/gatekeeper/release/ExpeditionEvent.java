package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Topic;
import java.time.Instant;
import java.util.UUID;

/** What the gate tells of expeditions on Kafka: ids, references and outcomes, never a reason. */
enum ExpeditionEvent {
    REQUESTED("requested"),
    PROPOSED("proposed"),
    GRANTED("granted"),
    REFUSED("refused"),
    FOLLOWED_UP("followed-up");

    private final String type;

    ExpeditionEvent(String word) {
        type = "gatekeeper.expedition." + word + ".v1";
    }

    /** @param release where the release request stands */
    Event of(ExpeditionRow row, ReleaseState release, Instant at) {
        Data data = new Data(
                row.id,
                row.releaseRequestId,
                row.platformId,
                row.publisherId,
                row.reference,
                row.state,
                release,
                row.validUntil,
                row.verdict,
                at);
        return new Event(
                Topic.RELEASE_DECISIONS,
                row.releaseRequestId.toString(),
                type,
                row.releaseRequestId.toString(),
                at,
                data);
    }

    /** As {@code schemas/<type>.json} describes it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            UUID expeditionId,
            UUID releaseRequestId,
            String platformId,
            String publisherId,
            String reference,
            ExpeditionState state,
            ReleaseState releaseState,
            Instant validUntil,
            ExpeditionRow.TestVerdict verdict,
            Instant at) {}
}
