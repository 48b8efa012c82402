package io.gatekeeper.http;

import java.sql.SQLException;
import org.jboss.logging.Logger;

/** Tells a failure that passes by itself (the database is away, restarting, full, or broke a deadlock) from a fault. */
public final class PassingFailure {

    private PassingFailure() {}

    /** Whether the same work may succeed in a moment. */
    public static boolean is(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isPassingState(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL's classes of SQLSTATE; none at all is the connection pool's own complaint. */
    private static boolean isPassingState(String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03");
    }

    /** The innermost message: what happened, without the statement it happened to. */
    public static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** One round of work that comes again: what passes by itself is a line in the log, and the next round's business. */
    public static void tolerate(Logger log, String work, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            if (!is(e)) {
                throw e;
            }
            log.warnf("%s wait for the database: %s", work, reason(e));
        }
    }
}
