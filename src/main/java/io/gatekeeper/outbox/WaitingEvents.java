package io.gatekeeper.outbox;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the broker does not know yet, for those who compare what it knows with what happened. */
@ApplicationScoped
public class WaitingEvents {

    private static final int ROWS_AT_ONCE = 1_000;

    private final AgroalDataSource database;
    private final OutboxBacklog backlog;

    WaitingEvents(AgroalDataSource database, OutboxBacklog backlog) {
        this.database = database;
        this.backlog = backlog;
    }

    /** How long the oldest of them has waited, by the database's clock; zero when none waits. */
    public Duration oldestAge() throws SQLException {
        return backlog.now().oldest();
    }

    /**
     * Hands over the data of each that is for the topic, as JSON, the oldest first.
     *
     * @param mostRows ends the reading of a queue that is too long to be read
     * @return whether these were all
     */
    public boolean forEach(Topic topic, int mostRows, Consumer<byte[]> data) throws SQLException {
        try (Connection connection = database.getConnection();
                OutboxRows rows = new OutboxRows(connection, ROWS_AT_ONCE)) {
            long last = Long.MIN_VALUE;
            for (int read = 0; read < mostRows; read += ROWS_AT_ONCE) {
                List<OutboxRows.Row> next = rows.after(last);
                for (OutboxRows.Row row : next) {
                    for (ProducerRecord<byte[], byte[]> event : Wire.records(row.lines())) {
                        if (event.topic().equals(topic.topicName())) {
                            data.accept(event.value());
                        }
                    }
                    last = row.position();
                }
                if (next.size() < ROWS_AT_ONCE) {
                    return true;
                }
            }
            return false;
        }
    }
}
