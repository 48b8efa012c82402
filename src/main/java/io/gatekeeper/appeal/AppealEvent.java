package io.gatekeeper.appeal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the gate tells of appeals on Kafka: ids and outcomes, never a reason. */
enum AppealEvent {
    FILED("filed"),
    PROPOSED("proposed"),
    DECIDED("decided");

    private final String type;

    AppealEvent(String word) {
        type = "gatekeeper.appeal." + word + ".v1";
    }

    Event of(AppealRow row, Instant at) {
        Data data = new Data(
                row.id,
                row.publisherId,
                row.releaseRequestId,
                row.decisionSequence,
                row.against,
                row.subjectId,
                row.state,
                this == DECIDED ? List.of(row.reopened) : null,
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
            UUID appealId,
            String publisherId,
            UUID releaseRequestId,
            int decisionSequence,
            AppealAgainst against,
            UUID subjectId,
            AppealState state,
            List<UUID> reopened,
            Instant at) {}
}
