package io.gatekeeper.batching;

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
 *
 * @param <T> what a row is made of
 */
public final class Columns<T> {

    private record Column<T>(String name, String type, Function<T, ?> value, IntFunction<Object[]> array) {}

    private final String table;
    private final List<Column<T>> columns = new ArrayList<>();

    public Columns(String table) {
        this.table = table;
    }

    /** The same columns, to go on with. */
    public Columns<T> copy() {
        Columns<T> copy = new Columns<>(table);
        copy.columns.addAll(columns);
        return copy;
    }

    /** One column of the rows as an array, for a statement of another kind. */
    public static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    public Columns<T> text(String column, Function<T, String> value) {
        return with(column, "text", value, String[]::new);
    }

    /** By its name; null stays null. */
    public Columns<T> named(String column, Function<T, Enum<?>> value) {
        return text(column, row -> {
            Enum<?> one = value.apply(row);
            return one == null ? null : one.name();
        });
    }

    public Columns<T> integer(String column, Function<T, Integer> value) {
        return with(column, "int4", value, Integer[]::new);
    }

    public Columns<T> number(String column, Function<T, Long> value) {
        return with(column, "int8", value, Long[]::new);
    }

    public Columns<T> flag(String column, Function<T, Boolean> value) {
        return with(column, "bool", value, Boolean[]::new);
    }

    public Columns<T> id(String column, Function<T, UUID> value) {
        return with(column, "uuid", value, Object[]::new);
    }

    public Columns<T> instant(String column, Function<T, Instant> value) {
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
    public Part<Void> inserting(List<T> rows) {
        return writing(insertion(), rows);
    }

    /**
     * Overwrites rows that are there and locked; the first column is their key.
     *
     * @param version the column that counts the changes of a row
     */
    public Part<Void> updating(String version, List<T> rows) {
        return overwriting(", " + version, ", r." + version + " + 1", rows);
    }

    /** The same of a table whose rows carry no such column, or carry it among the others. */
    public Part<Void> updating(List<T> rows) {
        return overwriting("", "", rows);
    }

    private Part<Void> overwriting(String alsoSet, String to, List<T> rows) {
        String key = columns.get(0).name();
        List<Column<T>> others = columns.subList(1, columns.size());
        return writing(
                "UPDATE " + table + " r SET (" + names("", others) + alsoSet + ") = (" + names("u.", others) + to
                        + ") FROM unnest(" + places() + ") AS u(" + names("", columns) + ") WHERE r." + key + " = u."
                        + key,
                rows);
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
