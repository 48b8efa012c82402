package io.gatekeeper.local;

import io.gatekeeper.outbox.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka of one node within this process, on loopback, with the topics of the gate.
 *
 * <p>The server's classes are internal to Kafka and may change with any version: they are used in this file only.
 */
public final class LocalKafka implements AutoCloseable {

    private static final int PARTITIONS = 6;
    private static final short REPLICAS = 1;
    private static final String NODE = "1";
    private static final long ADMIN_SECONDS = 30;

    private final Path directory;
    private final int port;
    private KafkaRaftServer server;

    /** {@code directory} keeps the data across restarts; clients connect to {@code port}. */
    public LocalKafka(Path directory, int port) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
    }

    /** Returns once the server answers and every topic is there. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("Kafka is running already");
        }
        try {
            format();
            KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(settings(), false), Time.SYSTEM);
            starting.startup();
            server = starting;
            createTopics();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Kafka could not be started: " + e.getMessage(), e);
        }
    }

    /** Stops the server and keeps its data; does nothing when it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void format() throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(NODE))
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                // A process killed while it formatted leaves half of it behind.
                .setIgnoreFormatted(true)
                .run();
    }

    private Properties settings() {
        int controllerPort = freePort();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE);
        settings.put("log.dirs", directory.toString());
        settings.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "BROKER://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("auto.create.topics.enable", "false");
        // One node has no one to replicate to, and few clients: the defaults are for clusters.
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        // What waited in a topic is waited for: the default run may stand still for longer than a week.
        settings.put("log.retention.hours", "-1");
        settings.put("offsets.retention.minutes", "525600");
        return settings;
    }

    private void createTopics() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            CreateTopicsResult created = admin.createTopics(
                    Arrays.stream(Topic.values()).map(LocalKafka::describe).toList());
            for (KafkaFuture<Void> topic : created.values().values()) {
                try {
                    topic.get(ADMIN_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static NewTopic describe(Topic topic) {
        return switch (topic) {
            case RELEASE_REQUESTS, TECHNICAL_TESTS, RELEASE_DECISIONS ->
                new NewTopic(topic.topicName(), PARTITIONS, REPLICAS);
            case PUBLISHER_STATUS ->
                new NewTopic(topic.topicName(), PARTITIONS, REPLICAS).configs(Map.of("cleanup.policy", "compact"));
            case DEAD_LETTERS -> new NewTopic(topic.topicName(), 1, REPLICAS);
        };
    }

    // The controller speaks to nobody but its own broker, so nobody needs to know its port.
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
