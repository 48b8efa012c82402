package io.gatekeeper.batching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Statements that go to PostgreSQL together and come back together. They run one after the other, each with a snapshot of
 * its own and seeing what those before it did, exactly as if they had been sent one by one; when one fails, those after it
 * do not run. What is spared is the waiting between them.
 *
 * <p>By JDBC, which sends what stands between semicolons in one go; Hibernate has no such thing.
 */
public final class RoundTrip {

    private RoundTrip() {}

    /** Reads the rows of an answer; where they end, the answer ends. */
    @FunctionalInterface
    public interface Reader<R> {
        R read(ResultSet rows) throws SQLException;
    }

    /** A parameter: the values of one column for all that a round is about. @param type PostgreSQL's name of theirs */
    public record Values(String type, Object[] values) {

        public static <T> Values texts(List<? extends T> rows, Function<T, String> value) {
            return new Values("text", rows.stream().map(value).toArray(String[]::new));
        }
    }

    /**
     * One of the statements, and what comes of it.
     *
     * @param <T> its answer; none of one that writes
     */
    public static final class Part<T> {

        private final String sql;
        private final List<Values> values;
        private final Reader<T> reader;
        private final int toWrite;
        private T answer;

        private Part(String sql, List<Values> values, Reader<T> reader, int toWrite) {
            this.sql = sql;
            this.values = values;
            this.reader = reader;
            this.toWrite = toWrite;
        }

        /** @param sql a single statement that answers with rows, a question mark for each of the values */
        public static <T> Part<T> asking(String sql, List<Values> values, Reader<T> reader) {
            return new Part<>(sql, values, reader, 0);
        }

        /** @param rows how many it has to write; another number is an error */
        public static Part<Void> writing(String sql, List<Values> values, int rows) {
            return new Part<>(sql, values, null, rows);
        }

        /** What was read, once the trip was made. */
        public T answer() {
            return answer;
        }

        private void take(PreparedStatement statement) throws SQLException {
            if (reader == null) {
                if (statement.getUpdateCount() != toWrite) {
                    throw new IllegalStateException(
                            statement.getUpdateCount() + " of " + toWrite + " rows were written: " + sql);
                }
            } else {
                try (ResultSet rows = statement.getResultSet()) {
                    answer = reader.read(rows);
                }
            }
        }
    }

    /** Sends the parts in this order, and returns when all have their answers. */
    public static void make(Connection connection, List<Part<?>> parts) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        String sql = parts.stream().map(part -> part.sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Part<?> part : parts) {
                for (Values values : part.values) {
                    statement.setArray(place++, connection.createArrayOf(values.type(), values.values()));
                }
            }
            statement.execute();
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    statement.getMoreResults();
                }
                parts.get(i).take(statement);
            }
        }
    }
}
