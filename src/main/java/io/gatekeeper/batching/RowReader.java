package io.gatekeeper.batching;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads the columns of a row from left to right; null where there is nothing. */
public final class RowReader {

    private final ResultSet row;
    private int column;

    /** At the row the answer stands at. */
    public RowReader(ResultSet row) {
        this.row = row;
    }

    public String text() throws SQLException {
        return row.getString(++column);
    }

    /** By its name. */
    public <E extends Enum<E>> E named(Class<E> type) throws SQLException {
        String name = text();
        return name == null ? null : Enum.valueOf(type, name);
    }

    public long number() throws SQLException {
        return row.getLong(++column);
    }

    public boolean flag() throws SQLException {
        return row.getBoolean(++column);
    }

    public UUID uuid() throws SQLException {
        return row.getObject(++column, UUID.class);
    }

    public Instant instant() throws SQLException {
        OffsetDateTime at = row.getObject(++column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
