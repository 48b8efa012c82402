package io.gatekeeper.screening;

import java.util.List;

/**
 * One thing to look for in a file, and what it means.
 *
 * @param version rises when its meaning changes
 * @param all what has to hold together
 * @param unless what the publisher may have declared, so that it is no finding
 * @param problem a code of the instruments
 * @param source the public document it rests on
 * @param sdk that is found when it fires, or null
 * @param about what it speaks of, or null; of several that fire about the same thing only the first is told
 */
record Indicator(
        String id,
        int version,
        List<Condition> all,
        Unless unless,
        String problem,
        Severity severity,
        Message message,
        String source,
        EmbeddedSdk sdk,
        String about) {

    /** What it rests on when everything holds; null when not. */
    String evidence(Sighting sighting) {
        StringBuilder evidence = new StringBuilder();
        for (Condition condition : all) {
            String one = condition.evidence(sighting);
            if (one == null) {
                return null;
            }
            if (!one.isEmpty()) {
                evidence.append(evidence.isEmpty() ? "" : ", ").append(one);
            }
        }
        return evidence.toString();
    }
}
