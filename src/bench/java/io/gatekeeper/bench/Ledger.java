package io.gatekeeper.bench;

import io.gatekeeper.outbox.Topic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Counts what is stored and what was told, so that no rate is bought with something lost. */
public final class Ledger implements AutoCloseable {

    /** What stood where at one moment. */
    public record Count(
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

        public long decisionsTold() {
            return told.get(Topic.RELEASE_DECISIONS);
        }

        public long testsTold() {
            return told.get(Topic.TECHNICAL_TESTS);
        }
    }

    /** Consumers of the gate whose work is not done before they have read everything. */
    private static final List<String> CONSUMERS = List.of("gatekeeper-release", "gatekeeper-technicaltest");

    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private static final String COUNT = """
            SELECT (SELECT count(*) FROM release_request),
                   (SELECT count(*) FROM release_request WHERE state = 'CLEARED'),
                   (SELECT count(*) FROM decision),
                   (SELECT count(*) FROM technical_test WHERE state = 'PASSED')
            """;

    private final Connection database;
    private final Admin kafka;
    /** Looked up once: whoever waits for events asks often, on the processors of those it waits for. */
    private final Map<String, List<TopicPartition>> partitions = new ConcurrentHashMap<>();

    Ledger(String jdbcUrl, String user, String bootstrapServers) throws SQLException {
        database = DriverManager.getConnection(jdbcUrl, user, "");
        kafka = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Waits until the outbox has been empty and stayed so. */
    public void awaitEmptyOutbox() throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long lastSeenFull = begun;
        while (System.nanoTime() - lastSeenFull < 300_000_000L) {
            if (exists("SELECT 1 FROM outbox")) {
                lastSeenFull = System.nanoTime();
            }
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                throw new IllegalStateException("the outbox does not get empty");
            }
            Thread.sleep(20);
        }
    }

    /** Waits until the gate has nothing left to do: nothing to tell, nothing to hear, nothing to decide again. */
    public void awaitQuiet() throws SQLException, InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        do {
            awaitEmptyOutbox();
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                throw new IllegalStateException("the gate does not come to rest: " + lag() + " events unread");
            }
        } while (lag() > 0 || exists("SELECT 1 FROM reconsideration") || exists("SELECT 1 FROM outbox"));
    }

    private long lag() throws ExecutionException, InterruptedException {
        long lag = 0;
        for (String consumer : CONSUMERS) {
            Map<TopicPartition, OffsetAndMetadata> read = kafka.listConsumerGroupOffsets(consumer)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Topic topic = consumer.equals("gatekeeper-release") ? Topic.TECHNICAL_TESTS : Topic.RELEASE_REQUESTS;
            for (Map.Entry<TopicPartition, Long> end :
                    ends(List.of(topic.topicName())).entrySet()) {
                OffsetAndMetadata offset = read.get(end.getKey());
                lag += end.getValue() - (offset == null ? 0 : offset.offset());
            }
        }
        return lag;
    }

    public Count count() throws SQLException, ExecutionException, InterruptedException {
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
        Map<Topic, Long> told = new EnumMap<>(Topic.class);
        ends(topics.keySet()).forEach((partition, end) -> told.merge(topics.get(partition.topic()), end, Long::sum));
        return told;
    }

    /** How many events of the topic there ever were. */
    public long told(Topic topic) throws ExecutionException, InterruptedException {
        return ends(List.of(topic.topicName())).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Map<TopicPartition, Long> ends(Collection<String> topics) throws ExecutionException, InterruptedException {
        if (!partitions.keySet().containsAll(topics)) {
            kafka.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> partitions.put(
                            topic,
                            description.partitions().stream()
                                    .map(partition -> new TopicPartition(topic, partition.partition()))
                                    .toList()));
        }
        Map<TopicPartition, OffsetSpec> latest = topics.stream()
                .flatMap(topic -> partitions.get(topic).stream())
                .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        return kafka.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    public boolean exists(String sql) throws SQLException {
        return number("SELECT count(*) FROM (" + sql + " LIMIT 1) AS one") > 0;
    }

    public long number(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One column of text. */
    public List<String> column(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
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
