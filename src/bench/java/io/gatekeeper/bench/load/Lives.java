package io.gatekeeper.bench.load;

import io.gatekeeper.outbox.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Whole lives of release requests under guidance: submitted, over Kafka into a technical test, claimed, passed, over
 * Kafka back, and cleared as its platform learns it from the topic of decisions.
 */
public final class Lives implements AutoCloseable {

    private static final String VERDICT = """
            {"outcome":"PASSED","summary":"as declared",\
            "plan":{"rest":{"result":"PASS","attestation":"Every item was examined; nothing was found."}}}""";

    private static final long PATIENCE_SECONDS = 30;

    private final int[] ports;
    private final List<String> publishers;
    private final List<String> platformTokens;
    private final List<String> laboratoryTokens;
    private final AtomicInteger begun = new AtomicInteger();

    /** Who waits for a test of an artifact, by its digest, and for a publish, by the request's id. */
    private final Map<String, CompletableFuture<String>> opened = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<String>> published = new ConcurrentHashMap<>();

    private final KafkaConsumer<String, String> topics;
    private final Thread listener;
    private volatile boolean listening = true;

    /** @param ports of the gates; the lives take turns */
    public Lives(
            int[] ports,
            String bootstrapServers,
            List<String> publishers,
            List<String> platformTokens,
            List<String> laboratoryTokens) {
        this.ports = ports.clone();
        this.publishers = publishers;
        this.platformTokens = platformTokens;
        this.laboratoryTokens = laboratoryTokens;
        topics = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : List.of(Topic.TECHNICAL_TESTS, Topic.RELEASE_DECISIONS)) {
            topics.partitionsFor(topic.topicName())
                    .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
        }
        topics.assign(partitions);
        topics.seekToEnd(partitions);
        partitions.forEach(topics::position);
        listener = new Thread(this::listen, "bench-listener");
        listener.start();
    }

    public Measured run(int inFlight, double seconds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        try {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            AtomicInteger acknowledged = new AtomicInteger();
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                int number = i;
                running.add(threads.submit(() -> lives(number, end, acknowledged)));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> one : running) {
                all.addAll(one.get());
            }
            return new Measured(seconds, all.count(), acknowledged.get(), all);
        } finally {
            threads.shutdown();
        }
    }

    private Latencies lives(int number, long end, AtomicInteger acknowledged)
            throws InterruptedException, ExecutionException, TimeoutException {
        Latencies latencies = new Latencies();
        String platform = platformTokens.get(number % platformTokens.size());
        String laboratory = laboratoryTokens.get(number % laboratoryTokens.size());
        try (HttpCalls http = new HttpCalls(ports[number % ports.length])) {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                one(http, platform, laboratory);
                acknowledged.incrementAndGet();
                long done = System.nanoTime();
                if (done <= end) {
                    latencies.add(done - start);
                }
            }
        }
        return latencies;
    }

    private void one(HttpCalls http, String platform, String laboratory)
            throws InterruptedException, ExecutionException, TimeoutException {
        String submission = Submissions.json(publishers.get(begun.getAndIncrement() % publishers.size()));
        String sha256 = field(submission, "sha256");
        CompletableFuture<String> test = opened.computeIfAbsent(sha256, key -> new CompletableFuture<>());
        String request = field(http.call(201, "POST", "/v1/release-requests", platform, submission), "id");
        CompletableFuture<String> publish = published.computeIfAbsent(request, key -> new CompletableFuture<>());
        String path = "/v1/technical-tests/" + test.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        http.call(200, "POST", path + "/claim", laboratory, null);
        http.call(200, "POST", path + "/verdict", laboratory, VERDICT);
        publish.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        opened.remove(sha256);
        published.remove(request);
    }

    private void listen() {
        while (listening) {
            for (ConsumerRecord<String, String> event : topics.poll(Duration.ofMillis(100))) {
                switch (header(event, "ce_type")) {
                    case "gatekeeper.technical-test.opened.v1" ->
                        complete(opened, event.key(), header(event, "ce_subject"));
                    case "gatekeeper.release-decision.made.v1" -> {
                        if (event.value().contains("\"outcome\":\"PUBLISH\"")) {
                            complete(published, event.key(), event.key());
                        }
                    }
                    default -> {
                        // Concluded: the decision that follows is what a platform waits for.
                    }
                }
            }
        }
        topics.close();
    }

    // A publish can only be of interest to who has its id already: it takes a verdict. The decisions of other cells,
    // of which there are many, leave nothing behind.
    private static void complete(Map<String, CompletableFuture<String>> waiting, String key, String value) {
        CompletableFuture<String> waiter = waiting.get(key);
        if (waiter != null) {
            waiter.complete(value);
        }
    }

    private static String header(ConsumerRecord<String, String> event, String name) {
        Header header = event.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The first text field of that name; enough for documents whose shape is known. */
    public static String field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int from = json.indexOf(start) + start.length();
        return json.substring(from, json.indexOf('"', from));
    }

    @Override
    public void close() {
        listening = false;
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
