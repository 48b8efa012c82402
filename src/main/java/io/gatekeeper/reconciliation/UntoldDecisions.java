package io.gatekeeper.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.gatekeeper.outbox.ToldEvents;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.outbox.WaitingEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whether each decision stands on its topic, or still waits to be sent there. Reads the whole topic. */
@ApplicationScoped
class UntoldDecisions {

    private static final int PAGE = 5_000;
    private static final int MOST_WAITING_ROWS = 1_000_000;
    private static final int MOST_NAMED = 1_000;
    /** Whatever the broker is about to delete is not asked for. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final AgroalDataSource database;
    private final WaitingEvents waiting;
    private final ToldEvents told;
    private final ObjectMapper json;
    private final Clock clock;

    UntoldDecisions(AgroalDataSource database, WaitingEvents waiting, ToldEvents told, ObjectMapper json, Clock clock) {
        this.database = database;
        this.waiting = waiting;
        this.told = told;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param compared how many decisions were looked for
     * @param missing  the first of those that are nowhere, as {@code <release request id>/<sequence>}
     */
    record Found(long compared, List<String> missing) {}

    /** @param grace how old a decision has to be to be looked for */
    Found find(Duration grace) throws SQLException, InterruptedException {
        Instant before = clock.instant().minus(grace);
        Instant since = told.retention(Topic.RELEASE_DECISIONS)
                .map(kept -> clock.instant().minus(kept).plus(MARGIN))
                .orElse(Instant.EPOCH);
        Decisions known = new Decisions();
        // First what waits: what is sent meanwhile is found on the topic.
        if (!waiting.forEach(Topic.RELEASE_DECISIONS, MOST_WAITING_ROWS, data -> add(known, data))) {
            throw new IllegalStateException("the outbox is too long to be compared");
        }
        told.forEach(Topic.RELEASE_DECISIONS, data -> add(known, data));
        known.sort();
        return walk(known, since, before);
    }

    private void add(Decisions known, byte[] data) {
        try {
            JsonNode decision = json.readTree(data);
            known.add(
                    UUID.fromString(decision.path("releaseRequestId").asText()),
                    decision.path("sequence").asInt());
        } catch (IOException | IllegalArgumentException e) {
            // Whoever else writes to the topic does not tell of a decision of ours.
        }
    }

    private Found walk(Decisions known, Instant since, Instant before) throws SQLException {
        List<String> missing = new ArrayList<>();
        long compared = 0;
        UUID lastId = new UUID(0, 0);
        int lastSequence = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement page = connection.prepareStatement("""
                        SELECT release_request_id, sequence, decided_at >= ? AND decided_at < ? FROM decision
                         WHERE (release_request_id, sequence) > (?, ?)
                         ORDER BY release_request_id, sequence LIMIT %d
                        """.formatted(PAGE))) {
            page.setObject(1, since.atOffset(ZoneOffset.UTC));
            page.setObject(2, before.atOffset(ZoneOffset.UTC));
            int read = PAGE;
            while (read == PAGE) {
                read = 0;
                page.setObject(3, lastId);
                page.setInt(4, lastSequence);
                try (ResultSet rows = page.executeQuery()) {
                    while (rows.next()) {
                        read++;
                        lastId = rows.getObject(1, UUID.class);
                        lastSequence = rows.getInt(2);
                        if (rows.getBoolean(3)) {
                            compared++;
                            if (!known.contains(lastId, lastSequence) && missing.size() < MOST_NAMED) {
                                missing.add(lastId + "/" + lastSequence);
                            }
                        }
                    }
                }
            }
        }
        return new Found(compared, missing);
    }
}
