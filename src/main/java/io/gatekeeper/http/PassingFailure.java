package io.gatekeeper.http;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Tells a failure that passes by itself (the database is away, restarting, full, or broke a deadlock) from a fault. */
public final class PassingFailure {

    /** What the driver says instead when it is interrupted while it connects to a database that does not answer. */
    private static final String NOT_CONNECTED = "99999";

    private PassingFailure() {}

    /** What a caller is told of one. */
    public static ProblemException told() {
        return ProblemException.of(
                ProblemType.UNAVAILABLE, "The database cannot be reached. Nothing is acknowledged; try again.");
    }

    /** Whether the same work may succeed in a moment. */
    public static boolean is(Throwable thrown) {
        return hasState(thrown, PassingFailure::isPassingState);
    }

    /** Whether everybody's work would fail as well now; a lost race or a deadlock concerns those alone who were in it. */
    public static boolean isOutage(Throwable thrown) {
        return is(thrown) && !isRollback(thrown);
    }

    /** Whether PostgreSQL rolled the work back in favour of another's (class 40): a serialization failure, a deadlock. */
    public static boolean isRollback(Throwable thrown) {
        return hasState(thrown, state -> state != null && state.startsWith("40"));
    }

    /** Whether another transaction was faster to insert the same. */
    public static boolean isUniqueViolation(Throwable thrown) {
        return hasState(thrown, "23505"::equals);
    }

    private static boolean hasState(Throwable thrown, Predicate<String> condition) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && condition.test(sql.getSQLState())) {
                return true;
            }
            // The database died in a commit: the transaction manager tells of that beside its own exception, not as the
            // cause of it.
            if (cause instanceof RollbackException) {
                for (Throwable beside : cause.getSuppressed()) {
                    if (hasState(beside, condition)) {
                        return true;
                    }
                }
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
                || state.equals("55P03")
                || state.equals(NOT_CONNECTED);
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
