package io.gatekeeper.technicaltest;

import io.gatekeeper.batching.RoundTrip.Values;
import java.util.Collection;
import java.util.function.Function;

/** Turns rows into the columns that a set-based statement unnests; every value as text, for PostgreSQL to read. */
final class Columns {

    private Columns() {}

    static <T> String[] column(Collection<? extends T> rows, Function<T, ?> value) {
        return rows.stream()
                .map(value)
                .map(each -> each == null ? null : each.toString())
                .toArray(String[]::new);
    }

    /** The same as a parameter of a part of a round trip. */
    static <T> Values values(Collection<? extends T> rows, Function<T, ?> value) {
        return new Values("text", column(rows, value));
    }
}
