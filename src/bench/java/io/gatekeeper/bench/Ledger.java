package io.gatekeeper.bench;

import io.gatekeeper.outbox.Topic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Counts what is stored and what was told, so that no rate is bought with something lost. */
final class Ledger implements AutoCloseable {

    /** What stood where at one moment. */
    record Count(
            long requests, long cleared, long decisions, long testsPassed, long deadLetters, Map<Topic, Long> told) {

        Count since(Count before) {
            Map<Topic, Long> difference = new EnumMap<>(Topic.class);
            told.forEach((topic, offset) ->
                    difference.put(topic, offset - before.told().get(topic)));
            return new Count(
                    requests - before.requests,
                    cleared - before.cleared,
                    decisions - before.decisions,
                    testsPassed - before.testsPassed,
                    deadLetters - before.deadLetters,
                    difference);
        }
    }

    private static final String COUNT = """
            SELECT (SELECT count(*) FROM release_request),
                   (SELECT count(*) FROM release_request WHERE state = 'CLEARED'),
                   (SELECT count(*) FROM decision),
                   (SELECT count(*) FROM technical_test WHERE state = 'PASSED')
            """;

    private final Connection database;
    private final Admin kafka;

    Ledger(String jdbcUrl, String user, String bootstrapServers) throws SQLException {
        database = DriverManager.getConnection(jdbcUrl, user, "");
        kafka = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Waits until the outbox has been empty and stayed so; returns how long that took. */
    double awaitEmptyOutbox() throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long lastSeenFull = begun;
        while (System.nanoTime() - lastSeenFull < 300_000_000L) {
            if (number("SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT 1) AS one") > 0) {
                lastSeenFull = System.nanoTime();
            }
            if (System.nanoTime() - begun > 120_000_000_000L) {
                throw new IllegalStateException("the outbox is not empty after two minutes");
            }
            Thread.sleep(20);
        }
        return (lastSeenFull - begun) / 1e9;
    }

    Count count() throws SQLException, ExecutionException, InterruptedException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            Map<Topic, Long> told = told();
            return new Count(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), told.get(Topic.DEAD_LETTERS), told);
        }
    }

    private Map<Topic, Long> told() throws ExecutionException, InterruptedException {
        Map<String, Topic> topics =
                Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));
        Map<TopicPartition, OffsetSpec> ends =
                kafka.describeTopics(topics.keySet()).allTopicNames().get().values().stream()
                        .flatMap(topic ->
                                topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                        .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        Map<Topic, Long> told = new EnumMap<>(Topic.class);
        kafka.listOffsets(ends)
                .all()
                .get()
                .forEach((partition, end) -> told.merge(topics.get(partition.topic()), end.offset(), Long::sum));
        return told;
    }

    long number(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One column of text. */
    List<String> column(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new java.util.ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        kafka.close();
        database.close();
    }
}
