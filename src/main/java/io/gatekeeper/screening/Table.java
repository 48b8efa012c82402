package io.gatekeeper.screening;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table of tab-separated values: a first line with the names of the columns, then a row a line; empty lines and those
 * that begin with {@code #} say nothing, and a value {@code -} is an empty one.
 */
final class Table {

    /** One row; {@link #get} refuses a value that is not there. */
    static final class Row {

        private final List<String> columns;
        private final String[] values;

        private Row(List<String> columns, String[] values) {
            this.columns = columns;
            this.values = values;
        }

        String get(String column) {
            String value = optional(column);
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the column " + column + " is empty");
            }
            return value;
        }

        /** The value, or an empty one. */
        String optional(String column) {
            String value = values[columns.indexOf(column)].strip();
            return value.equals("-") ? "" : value;
        }

        List<String> words(String column) {
            String value = optional(column);
            return value.isEmpty() ? List.of() : List.of(value.split(" +"));
        }

        int number(String column) {
            String value = get(column);
            if (!value.matches("[1-9]\\d{0,5}")) {
                throw new IllegalArgumentException("the column " + column + " is no number: " + value);
            }
            return Integer.parseInt(value);
        }
    }

    private Table() {}

    /** Reads every row of a file; what is wrong with one is told with its line. */
    static void read(SetFiles files, String name, List<String> columns, Consumer<Row> rows) {
        List<String> header = null;
        int number = 0;
        for (String line : files.text(name).split("\\R")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] values = line.split("\t", -1);
            String place = files.where() + ", " + name + ", line " + number + ": ";
            if (header == null) {
                header = Arrays.asList(values);
                if (!header.equals(columns)) {
                    throw new IndicatorSetException(
                            place + "the columns are to be " + columns + ", not " + header + ".");
                }
                continue;
            }
            if (values.length != columns.size()) {
                throw new IndicatorSetException(
                        place + "has " + values.length + " values and not " + columns.size() + ".");
            }
            try {
                rows.accept(new Row(columns, values));
            } catch (IllegalArgumentException e) {
                throw new IndicatorSetException(place + e.getMessage() + ".", e);
            }
        }
        if (header == null) {
            throw new IndicatorSetException(files.where() + ", " + name + ": has no line with the columns.");
        }
    }
}
