package io.gatekeeper.technicaltest;

import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** Where cases stand in the queue, as far as it was counted. */
record QueuePositions(Map<UUID, Integer> positions) {

    static final QueuePositions NONE = new QueuePositions(Map.of());

    OptionalInt of(UUID testId) {
        Integer position = positions.get(testId);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
