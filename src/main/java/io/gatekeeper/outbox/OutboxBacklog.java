package io.gatekeeper.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** How much stands in the outbox and for how long: what the broker does not know yet. */
@ApplicationScoped
class OutboxBacklog {

    /** A row may be as wide as a page: beyond so many, looking at a long backlog would make it longer. */
    private static final int COUNTED_ROWS = 2_000;

    /** Two gauges, and any number of scrapes, share a look. */
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

    private static final String LOOK = """
            SELECT CASE WHEN count(*) < %1$d THEN coalesce(sum(size), 0)
                        ELSE sum(size) * ((SELECT max(position) FROM outbox) - min(position) + 1) / count(*) END,
                   extract(epoch FROM clock_timestamp() - min(appended_at))
              FROM (SELECT position, size, appended_at FROM outbox ORDER BY position LIMIT %1$d) AS oldest
            """.formatted(COUNTED_ROWS);

    private final AgroalDataSource database;
    private Backlog counted;
    private long countedTick;

    OutboxBacklog(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * @param waiting events not acknowledged yet; of more than {@value COUNTED_ROWS} rows an estimate, as if all were like
     *                the oldest and no position had been left out
     * @param oldest  how long the oldest of them has waited, by the database's clock
     */
    record Backlog(long waiting, Duration oldest) {}

    void register(@Observes StartupEvent event, MeterRegistry meters) {
        Gauge.builder("gatekeeper.outbox.waiting", this, OutboxBacklog::waiting)
                .description("events the broker has not acknowledged yet, estimated beyond " + COUNTED_ROWS + " rows")
                .register(meters);
        Gauge.builder("gatekeeper.outbox.oldest.age", this, OutboxBacklog::oldestSeconds)
                .description("how long the oldest of them has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    Backlog now() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return now(connection);
        }
    }

    static Backlog now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1_000)));
        }
    }

    private synchronized Backlog lately() throws SQLException {
        if (counted == null || System.nanoTime() - countedTick > COUNTED_EVERY.toNanos()) {
            counted = null;
            counted = now();
            countedTick = System.nanoTime();
        }
        return counted;
    }

    // A gauge that cannot be read says so by having no value, and never fails the scrape.
    private double waiting() {
        try {
            return lately().waiting();
        } catch (SQLException e) {
            return Double.NaN;
        }
    }

    private double oldestSeconds() {
        try {
            return lately().oldest().toMillis() / 1_000.0;
        } catch (SQLException e) {
            return Double.NaN;
        }
    }
}
