package io.gatekeeper.release;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Columns of a table, to write any number of rows with one statement: an array for each column.
 *
 * <p>Besides Hibernate, because the rows of a round of submissions, or of a measure over thousands of requests, come by the
 * hottest paths there are: flushed as entities, row by row, they cost several times as much.
 */
final class Columns<T> {

    private record Column<T>(String name, String type, Function<T, ?> value, IntFunction<Object[]> array) {}

    private final String table;
    private final List<Column<T>> columns = new ArrayList<>();

    Columns(String table) {
        this.table = table;
    }

    /** The same columns, to go on with. */
    Columns<T> copy() {
        Columns<T> copy = new Columns<>(table);
        copy.columns.addAll(columns);
        return copy;
    }

    /** One column of the rows as an array, for a statement of another kind. */
    static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    Columns<T> text(String column, Function<T, String> value) {
        return with(column, "text", value, String[]::new);
    }

    Columns<T> named(String column, Function<T, Enum<?>> value) {
        return text(column, row -> value.apply(row).name());
    }

    Columns<T> integer(String column, Function<T, Integer> value) {
        return with(column, "int4", value, Integer[]::new);
    }

    Columns<T> number(String column, Function<T, Long> value) {
        return with(column, "int8", value, Long[]::new);
    }

    Columns<T> flag(String column, Function<T, Boolean> value) {
        return with(column, "bool", value, Boolean[]::new);
    }

    Columns<T> id(String column, Function<T, UUID> value) {
        return with(column, "uuid", value, Object[]::new);
    }

    Columns<T> instant(String column, Function<T, Instant> value) {
        return with(column, "timestamptz", value, Object[]::new);
    }

    private Columns<T> with(String column, String type, Function<T, ?> value, IntFunction<Object[]> array) {
        columns.add(new Column<>(column, type, value, array));
        return this;
    }

    private String insertion() {
        return "INSERT INTO " + table + " (" + names("", columns) + ") SELECT * FROM unnest(" + places() + ")";
    }

    /** As a part of a round trip. */
    Part<Void> inserting(List<T> rows) {
        return writing(insertion(), rows);
    }

    /**
     * Overwrites rows that are there and locked; the first column is their key.
     *
     * @param version the column that counts the changes of a row
     */
    Part<Void> updating(String version, List<T> rows) {
        String key = columns.get(0).name();
        return writing(overwriting(key, columns.subList(1, columns.size()), version), rows);
    }

    private String overwriting(String key, List<Column<T>> others, String version) {
        return "UPDATE " + table + " r SET (" + names("", others) + ", " + version + ") = (" + names("u.", others)
                + ", r." + version + " + 1) FROM unnest(" + places() + ") AS u(" + names("", columns)
                + ") WHERE r." + key + " = u." + key;
    }

    private Part<Void> writing(String sql, List<T> rows) {
        List<Values> values = columns.stream()
                .map(column -> new Values(
                        column.type(), rows.stream().map(column.value()).toArray(column.array())))
                .toList();
        return Part.writing(sql, values, rows.size());
    }

    private static <T> String names(String of, List<Column<T>> columns) {
        return columns.stream().map(column -> of + column.name()).collect(Collectors.joining(", "));
    }

    private String places() {
        return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    }
}
