package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Crowd.Answer;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Rule 2 for the whole machine at once: the gate, its PostgreSQL and its Kafka die with -9 while submissions arrive, and
 * after the restart every 201 is there and every event arrives.
 */
class KilledUnderLoadIT {

    private static final int CLIENTS = 8;
    private static final int ENOUGH = 400;

    private final int api = Servers.freePort();
    private final int management = Servers.freePort();
    private final int postgres = Servers.freePort();
    private final int kafka = Servers.freePort();

    @Test
    void everyAcknowledgedSubmissionIsThereAndEveryEventArrives() throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "killed")), "run-");
        Map<String, String> settings = Map.of(
                "GATEKEEPER_LOCAL_DIRECTORY", directory.toString(),
                "QUARKUS_HTTP_PORT", "" + api,
                "QUARKUS_MANAGEMENT_PORT", "" + management,
                "GATEKEEPER_LOCAL_POSTGRES_PORT", "" + postgres,
                "GATEKEEPER_LOCAL_KAFKA_PORT", "" + kafka);
        Crowd crowd = new Crowd(api);
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (GateProcess gate = start(settings)) {
            String platform = Files.readString(directory.resolve("tokens/platform.jwt"));
            String regulator = Files.readString(directory.resolve("tokens/regulator.jwt"));
            String publisher = Codes.creditCode();
            crowd.put(regulator, "/v1/publishers/" + publisher, Map.of("name", publisher, "aliases", List.of()));

            killUnderLoad(gate, crowd, platform, publisher, acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);

        try (GateProcess gate = start(settings)) {
            String auditor = Files.readString(directory.resolve("tokens/auditor.jwt"));
            for (String id : acknowledged) {
                Answer answer = crowd.get(auditor, "/v1/release-requests/" + id);
                assertThat(answer.status()).as("request %s", id).isEqualTo(200);
                assertThat(answer.text("state")).isEqualTo("CLEARED");
            }
            Set<String> wanted = Set.copyOf(acknowledged);
            Awaitility.await("every event")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(told(wanted)).containsAll(wanted));
            assertThat(gate.output()).doesNotContain("answered 500");
        }
    }

    private GateProcess start(Map<String, String> settings) throws InterruptedException {
        GateProcess gate = GateProcess.start(Path.of("target", "quarkus-app"), settings);
        gate.await(() -> gate.output().contains("answers on http://127.0.0.1:" + api));
        return gate;
    }

    private static void killUnderLoad(
            GateProcess gate, Crowd crowd, String platform, String publisher, Queue<String> acknowledged)
            throws InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (!killed.get()) {
                        Answer answer = crowd.post(
                                platform,
                                "/v1/release-requests",
                                submission(publisher, Codes.packageName(), 1, Codes.sha256()));
                        if (answer.status() == 201) {
                            acknowledged.add(answer.text("id"));
                        }
                    }
                });
            }
            Awaitility.await("load").atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= ENOUGH);
            gate.kill();
        } finally {
            killed.set(true);
            // Each ends with the call it is at, which the killed gate breaks off or no longer accepts.
            clients.shutdown();
            clients.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private Set<String> told(Set<String> wanted) {
        return Topics.read("127.0.0.1:" + kafka, "gatekeeper.release-decisions.v1", e -> wanted.contains(e.key()))
                .stream()
                .map(Told::key)
                .collect(Collectors.toSet());
    }
}
