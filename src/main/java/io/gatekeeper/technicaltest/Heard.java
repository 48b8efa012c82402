package io.gatekeeper.technicaltest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as it was heard.
 *
 * @param requestId the id of the call it goes back to, or null
 */
record Heard<E extends ReleaseRequestEvent>(E event, String requestId) {

    /**
     * The events in waves, none of which has two of the same artifact or release request: a wave may be applied all at
     * once, and one wave after the other keeps the order that matters.
     */
    static List<List<Heard<?>>> waves(List<Heard<?>> heard) {
        List<List<Heard<?>>> waves = new ArrayList<>();
        Map<Object, Integer> next = new HashMap<>();
        for (Heard<?> each : heard) {
            String artifact = each.event().subject().sha256();
            int wave = Math.max(
                    next.getOrDefault(artifact, 0),
                    next.getOrDefault(each.event().releaseRequestId(), 0));
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(each);
            next.put(artifact, wave + 1);
            next.put(each.event().releaseRequestId(), wave + 1);
        }
        return waves;
    }
}
