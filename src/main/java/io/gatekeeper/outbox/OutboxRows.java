package io.gatekeeper.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The outbox as the relay sees it: on one connection, the one that holds the lock. In plain SQL, because every event of
 * the gate comes through here and nothing of a row is needed but its bytes.
 */
final class OutboxRows implements AutoCloseable {

    /** @param lines those of an {@link EventSet}, in UTF-8 */
    record Row(long position, byte[] lines) {}

    private final PreparedStatement select;
    private final PreparedStatement delete;

    /** @param limit how many rows are read at once; in the statement, so that its plan is one for so many */
    OutboxRows(Connection connection, int limit) throws SQLException {
        select = connection.prepareStatement("SELECT position, coalesce(events, outbox_line(outbox))"
                + " FROM outbox WHERE position > ? ORDER BY position LIMIT " + limit);
        // For this one transaction, and none that promises anything: a deletion that a crash of the database undoes
        // only
        // sends again what consumers have had, so the submissions need not share the disk with it.
        delete = connection.prepareStatement("DELETE FROM outbox WHERE position = ANY (?)"
                + " AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'");
    }

    /** The oldest rows beyond a position, in order. */
    List<Row> after(long position) throws SQLException {
        select.setLong(1, position);
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = select.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(result.getLong(1), result.getBytes(2)));
            }
        }
        return rows;
    }

    /**
     * Exactly these, never a range: between two positions that were read, a third may have become visible since.
     */
    void delete(long[] positions) throws SQLException {
        delete.setObject(1, positions);
        delete.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        try (select;
                delete) {
            // Both, whatever becomes of the first.
        }
    }
}
