package io.gatekeeper.technicaltest.plan;

import java.time.Instant;
import java.util.List;

/**
 * A result a laboratory recorded.
 *
 * @param item     the item it is of, or {@link #REST} for every item without a result of its own
 * @param note     what the laboratory says to it, or null
 * @param evidence what shows it
 */
public record Recorded<E>(
        String item, PlanResult result, String note, List<E> evidence, String by, Instant recordedAt) {

    /** No item has this name. */
    public static final String REST = "*";
}
