package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What has to be true after every fault, by the word of the clients, the database and the broker. */
final class Aftermath {

    private final Town town;
    private final Load load;

    Aftermath(Town town, Load load) {
        this.town = town;
        this.load = load;
    }

    /** @return what was measured, in a line */
    String check() throws Exception {
        double factor = Scale.factor();
        double ready = seconds(
                "every replica is ready again",
                Duration.ofMillis((long) (20_000 * factor)),
                () -> town.replicas.stream().allMatch(Town.Replica::isReady));
        double drained = seconds("the outbox is drained", Duration.ofMillis((long) (60_000 * factor)), this::isDrained);
        assertThat(load.wrong).as("answers").isEmpty();
        everyAcknowledgedOneIsStoredAndHasOneEffect();
        nothingRestsOnAnOutdatedStanding();
        int told = everyDecisionIsToldInOrder();
        return "%d acknowledged, %d calls without an answer, %d of 503, %d decisions told, ready after %.1f s, drained after %.1f s (bounds × %.0f)"
                .formatted(
                        load.acknowledged.size(),
                        load.unanswered.get(),
                        load.unavailable.get(),
                        told,
                        ready,
                        drained,
                        factor);
    }

    static double seconds(String what, Duration bound, BooleanSupplier fulfilled) throws InterruptedException {
        long began = System.nanoTime();
        while (!fulfilled.getAsBoolean()) {
            if (System.nanoTime() - began > bound.toNanos()) {
                throw new AssertionError("after " + bound + " not: " + what);
            }
            Thread.sleep(50);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private boolean isDrained() {
        try {
            return strings("SELECT count(*)::text FROM outbox").equals(List.of("0"));
        } catch (SQLException e) {
            return false;
        }
    }

    private void everyAcknowledgedOneIsStoredAndHasOneEffect() throws SQLException {
        Set<String> stored = new HashSet<>(strings(
                "SELECT id::text FROM release_request WHERE id = ANY (CAST(? AS uuid[]))", load.acknowledged.values()));
        assertThat(stored).as("stored of the acknowledged").containsAll(load.acknowledged.values());
        assertThat(strings(
                        "SELECT package_name FROM release_request WHERE package_name = ANY (?)"
                                + " GROUP BY package_name HAVING count(*) > 1",
                        load.packages.values()))
                .as("submissions with two effects")
                .isEmpty();
        assertThat(strings("""
                        SELECT q.sha256 FROM technical_test q WHERE q.state NOT IN ('PASSED', 'FAILED', 'CANCELLED')
                         GROUP BY q.publisher_id, q.package_name, q.os, q.sha256 HAVING count(*) > 1
                        """)).as("artifacts with two tests").isEmpty();
    }

    /** What a guidance bound when it was decided or listed, and what has not passed its test, is held. */
    private void nothingRestsOnAnOutdatedStanding() throws SQLException {
        assertThat(strings("""
                        SELECT d.release_request_id::text FROM decision d
                          JOIN standing_change c ON c.publisher_id = d.publisher_id AND c.status_version = d.status_version
                          JOIN release_request r ON r.id = d.release_request_id
                         WHERE d.outcome = 'PUBLISH' AND c.guidance_measure_id IS NOT NULL
                           AND NOT EXISTS (SELECT FROM technical_test t
                                            WHERE t.sha256 = r.sha256 AND t.publisher_id = r.publisher_id AND t.state = 'PASSED')
                        """)).as("published under guidance").isEmpty();
        assertThat(strings("""
                        SELECT r.id::text FROM release_request r
                          JOIN standing_change c
                            ON c.publisher_id = r.publisher_id AND c.status_version = r.checked_status_version
                         WHERE r.state = 'LISTED' AND c.guidance_measure_id IS NOT NULL
                           AND NOT EXISTS (SELECT FROM technical_test t
                                            WHERE t.sha256 = r.sha256 AND t.publisher_id = r.publisher_id AND t.state = 'PASSED')
                        """)).as("listed under guidance").isEmpty();
    }

    private int everyDecisionIsToldInOrder() throws SQLException {
        Map<String, Told> first = new LinkedHashMap<>();
        for (Told told : Topics.read(town.kafka.bootstrap(), "gatekeeper.release-decisions.v1", told -> true)) {
            first.putIfAbsent(told.id(), told);
        }
        Map<String, List<Integer>> sequences = new HashMap<>();
        first.values()
                .forEach(told -> sequences
                        .computeIfAbsent(told.key(), key -> new ArrayList<>())
                        .add(told.data().path("sequence").asInt()));
        List<String> missing = new ArrayList<>();
        for (String stored :
                strings("SELECT release_request_id || ' ' || string_agg(sequence::text, ',' ORDER BY sequence)"
                        + " FROM decision GROUP BY release_request_id")) {
            String id = stored.substring(0, stored.indexOf(' '));
            String wanted = stored.substring(stored.indexOf(' ') + 1);
            String told = String.join(
                    ",",
                    sequences.getOrDefault(id, List.of()).stream()
                            .map(String::valueOf)
                            .toList());
            if (!wanted.equals(told)) {
                missing.add(id + " decided " + wanted + ", told " + told);
            }
        }
        assertThat(missing).as("decisions not told, or not in order").isEmpty();
        return first.size();
    }

    List<String> strings(String query) throws SQLException {
        return strings(query, null);
    }

    private List<String> strings(String query, Collection<String> values) throws SQLException {
        try (Connection connection = town.postgres.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            if (values != null) {
                statement.setArray(1, connection.createArrayOf("text", values.toArray()));
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }
}
