package io.gatekeeper.resilience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.identity.Role;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platforms that submit as the README tells them to: each submission with a key of its own, repeated at any replica until it
 * is answered. Every second one is held for a technical test; some are read, listed or withdrawn afterwards.
 */
final class Load implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 6;
    private static final long BETWEEN_TRIES_MILLIS = 50;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Town town;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final String platform;
    private final String clear;
    private final String guided;
    private volatile boolean ended;

    /** By key, the ids it was answered with: one each, however often it was repeated. */
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    final Map<String, String> packages = new ConcurrentHashMap<>();
    /** What must not have been answered. */
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    final AtomicInteger unanswered = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicInteger repeated = new AtomicInteger();

    /** An answer, or none: its status is 0 then. */
    record Answer(int status, JsonNode body, boolean retryAfter) {}

    Load(Town town) throws InterruptedException {
        this.town = town;
        this.platform = town.token(Role.PLATFORM, Codes.platform(), "backend");
        this.clear = registered();
        this.guided = registered();
        insist(officer(), "POST", "/v1/measures", measure(guided));
    }

    static Map<String, Object> measure(String publisher) {
        return Map.of(
                "publisherId", publisher,
                "type", "TRANSITIONAL_GUIDANCE",
                "channel", "PHONE",
                "legalBasis", "an order",
                "reason", "four notices");
    }

    String officer() {
        return town.token(Role.REGULATOR, "miit", "officer-1");
    }

    String platform() {
        return platform;
    }

    String registered() throws InterruptedException {
        String publisher = Codes.creditCode();
        insist(
                officer(),
                "PUT",
                "/v1/publishers/" + publisher,
                Map.of("name", "发布者" + publisher, "aliases", List.of()));
        return publisher;
    }

    Load begin() {
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(this::submitUntilTheEnd);
        }
        return this;
    }

    void awaitAcknowledged(int more) throws InterruptedException {
        int wanted = acknowledged.size() + more;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (acknowledged.size() < wanted) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no load: " + acknowledged.size() + " of " + wanted + ", " + wrong);
            }
            Thread.sleep(20);
        }
    }

    private void submitUntilTheEnd() {
        try {
            for (int n = 1; !ended; n++) {
                String key = Codes.sha256().substring(0, 32);
                String packageName = Codes.packageName() + n;
                Map<String, Object> submission =
                        Gate.submission(n % 2 == 0 ? guided : clear, packageName, 1, Codes.sha256());
                packages.put(key, packageName);
                String id = submit(key, submission);
                if (id == null) {
                    return;
                }
                if (n % 5 == 0) {
                    // Twice on purpose: whoever lost an answer does.
                    submit(key, submission);
                }
                if (n % 7 == 0) {
                    call(platform, "GET", "/v1/release-requests/" + id, null, null);
                    call(platform, "POST", "/v1/release-requests/" + id + "/listing", null, null);
                }
                if (n % 11 == 0) {
                    call(platform, "POST", "/v1/release-requests/" + id + "/withdrawal", null, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats until it is acknowledged; null when the load ends before. */
    private String submit(String key, Map<String, Object> submission) throws InterruptedException {
        while (true) {
            Answer answer = call(platform, "POST", "/v1/release-requests", submission, key);
            if (answer.status() == 201) {
                String id = answer.body().path("id").asText();
                String before = acknowledged.put(key, id);
                if (before != null && !before.equals(id)) {
                    wrong.add("key " + key + " was answered with " + before + " and with " + id);
                }
                return id;
            }
            if (ended) {
                return null;
            }
            repeated.incrementAndGet();
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        }
    }

    /** Repeats a call that has to succeed. */
    JsonNode insist(String token, String method, String path, Object body) throws InterruptedException {
        Answer answer;
        long end = System.nanoTime() + Scale.bound(60).toNanos();
        do {
            answer = call(token, method, path, body, null);
            if (answer.status() >= 200 && answer.status() < 300) {
                return answer.body();
            }
            Thread.sleep(BETWEEN_TRIES_MILLIS * 2);
        } while (System.nanoTime() < end);
        throw new AssertionError(method + " " + path + " was answered " + answer);
    }

    /** At any replica. */
    Answer call(String token, String method, String path, Object body, String key) throws InterruptedException {
        List<Town.Replica> now = List.copyOf(town.replicas);
        return call(now.get(ThreadLocalRandom.current().nextInt(now.size())), token, method, path, body, key);
    }

    Answer call(Town.Replica replica, String token, String method, String path, Object body, String key)
            throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.api + path))
                    .timeout(Duration.ofSeconds(40))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (key != null) {
                request.header("Idempotency-Key", key);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            if (answer.statusCode() == 503) {
                unavailable.incrementAndGet();
            }
            if (answer.statusCode() >= 500 && !(answer.statusCode() == 503 && retryAfter)) {
                wrong.add(method + " " + path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return new Answer(
                    answer.statusCode(),
                    answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body()),
                    retryAfter);
        } catch (IOException e) {
            unanswered.incrementAndGet();
            return new Answer(0, JSON.nullNode(), false);
        }
    }

    /** Ends the load; each client with the call it is at. */
    void end() throws InterruptedException {
        ended = true;
        clients.shutdown();
        if (!clients.awaitTermination(90, TimeUnit.SECONDS)) {
            throw new AssertionError("clients hang");
        }
    }

    @Override
    public void close() {
        ended = true;
        clients.shutdownNow();
    }
}
