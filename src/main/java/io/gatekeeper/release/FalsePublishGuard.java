package io.gatekeeper.release;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;

/**
 * Counts how often the last guard fired: the triggers that refuse a PUBLISH or a listing on an outdated standing. Whoever
 * writes still gets the refusal, and decides again.
 */
@ApplicationScoped
class FalsePublishGuard {

    private static final String STATE = "40001";
    /** With which the triggers begin; a serialization failure of PostgreSQL's own has the same state. */
    private static final String WORDS = "false publish guard";

    private final Counter fired;

    FalsePublishGuard(MeterRegistry meters) {
        fired = Counter.builder("gatekeeper.false.publish.guards")
                .description("decisions and listings on an outdated standing that the database refused")
                .register(meters);
    }

    /** So that it is served before it ever fires. */
    void begin(@Observes StartupEvent event) {
        // Being called is enough.
    }

    /** Writes decisions or a listing. */
    void watching(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            if (isRefusal(e)) {
                fired.increment();
            }
            throw e;
        }
    }

    static boolean isRefusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && STATE.equals(sql.getSQLState())
                    && sql.getMessage() != null
                    && sql.getMessage().contains(WORDS)) {
                return true;
            }
        }
        return false;
    }
}
