package io.gatekeeper.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The position below which no row of the outbox is, or will ever become visible: where the relay begins to look.
 *
 * <p>Without it every look walks over the index entries of all rows deleted since the last vacuum. Positions are drawn in
 * another order than transactions commit in, so what was sent last proves nothing about what lies before it. This does:
 * whoever has drawn a position had a transaction id before (see {@link Outbox}); so once all transactions have ended that
 * had an id when the sequence stood at a mark, every row up to the mark is visible, or will never be.
 */
final class Floor implements AutoCloseable {

    /** Between two looks; what is walked over meanwhile is little. */
    private static final Duration PACE = Duration.ofMillis(50);

    private final PreparedStatement drawn;
    private final PreparedStatement nextTransaction;
    private final PreparedStatement oldestTransaction;
    private long position = Long.MIN_VALUE;
    private long mark = Long.MIN_VALUE;
    /** A transaction id that was given out after the mark was read. */
    private long markedBefore;

    private boolean worthLooking;
    private long lookedAt;

    Floor(Connection connection) throws SQLException {
        drawn = connection.prepareStatement("SELECT coalesce("
                + "pg_sequence_last_value(pg_get_serial_sequence('outbox', 'position')::regclass), 0)");
        // One of its own, for a snapshot's xmax is not it: that is the one after the last that has ended, and those
        // under way may lie above it.
        nextTransaction = connection.prepareStatement("SELECT pg_current_xact_id()::text::bigint");
        oldestTransaction = connection.prepareStatement("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        lookedAt = System.nanoTime();
    }

    /** No row at or below it is left to be sent. */
    long position() {
        return position;
    }

    /** Rows were sent and deleted above the floor. */
    void leftBehind() {
        worthLooking = true;
    }

    /**
     * To be called before a round of the relay reads its first row.
     *
     * @return the mark, when a round from now on sees every row up to it; else {@link Long#MIN_VALUE}
     */
    long settled() throws SQLException {
        if (!worthLooking || System.nanoTime() - lookedAt < PACE.toNanos()) {
            return Long.MIN_VALUE;
        }
        lookedAt = System.nanoTime();
        if (mark == Long.MIN_VALUE) {
            // In this order: whoever drew a position up to the mark has a lower id.
            mark = ask(drawn);
            markedBefore = ask(nextTransaction);
            return Long.MIN_VALUE;
        }
        return ask(oldestTransaction) > markedBefore ? mark : Long.MIN_VALUE;
    }

    /** Every row up to here that a round with a settled mark saw is acknowledged and deleted. */
    void rise(long upTo) {
        position = Math.max(position, upTo);
        mark = Long.MIN_VALUE;
        worthLooking = false;
    }

    private static long ask(PreparedStatement question) throws SQLException {
        try (ResultSet answer = question.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        try (drawn;
                nextTransaction;
                oldestTransaction) {
            // All, whatever becomes of the first.
        }
    }
}
