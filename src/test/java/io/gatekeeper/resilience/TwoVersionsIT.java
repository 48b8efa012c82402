package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatekeeper.identity.Role;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A roll-out: a replica of the version before runs beside one of this version, on its schema and its topics. What stands
 * for the version before, as long as nothing was released, is a commit that is older than the last changes of the schema.
 */
class TwoVersionsIT {

    private static final String BEFORE = System.getProperty("resilience.version-before", "0070ef8");

    @Test
    void serveTheSameReleasesSideBySide() throws Exception {
        assumeTrue(Scale.LONG, "only in the long form");
        assumeTrue(isInHistory(), "the history here does not reach back to " + BEFORE);
        Path before = builtBefore();
        try (Town town = Town.started(1);
                Load load = new Load(town)) {
            Town.Replica present = town.replicas.get(0);
            // As the manifests have it, replicas migrate nothing: this older one would not start on what it does not
            // know.
            Town.Replica older = town.add(
                    before,
                    town.postgres.port(),
                    town.kafka.port(),
                    Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false"));
            older.awaitReady();

            Aftermath aftermath = new Aftermath(town, load);
            load.begin();
            load.awaitAcknowledged(300);
            for (Town.Replica one : List.of(present, older)) {
                Town.Replica other = one == present ? older : present;
                wholeLife(town, load, one, other, present);
            }
            // And the newer one leaves, as when a roll-out is taken back, and comes again.
            present.kill();
            load.awaitAcknowledged(50);
            present.start();
            present.awaitReady();
            load.awaitAcknowledged(50);
            load.end();

            System.out.println("[resilience] " + BEFORE + " beside this version: " + aftermath.check());
            for (Town.Replica replica : town.replicas) {
                assertThat(replica.output()).doesNotContain("answered 500");
            }
        }
    }

    /**
     * Submitted at one, read at the other, examined at both, listed at the other. What only this version knows, the plan of
     * the test, is recorded at {@code present}; the verdict that rests on it may be given anywhere.
     */
    private static void wholeLife(Town town, Load load, Town.Replica one, Town.Replica other, Town.Replica present)
            throws Exception {
        String publisher = load.registered();
        String laboratory = town.token(Role.LABORATORY, "lab-beijing", "examiner");
        JsonNode submitted =
                ok(load, one, load.platform(), "POST", "/v1/release-requests", Map.copyOf(submission(publisher)));
        assertThat(submitted.path("state").asText()).isEqualTo("CLEARED");
        String request = "/v1/release-requests/" + submitted.path("id").asText();
        ok(load, other, load.officer(), "POST", "/v1/measures", Load.measure(publisher));
        for (Town.Replica each : List.of(one, other)) {
            assertThat(ok(load, each, load.platform(), "GET", request, null)
                            .path("state")
                            .asText())
                    .isEqualTo("HELD");
        }
        Aftermath.seconds(
                "an open test", Scale.bound(30), () -> !test(load, one, request).isEmpty());
        String test = "/v1/technical-tests/" + test(load, one, request);
        ok(load, one, laboratory, "POST", test + "/claim", null);
        ok(load, present, laboratory, "PUT", test + "/plan", Map.of("rest", Plans.ALL_PASSED));
        ok(load, other, laboratory, "POST", test + "/verdict", Map.of("outcome", "PASSED", "summary", "No findings."));
        Aftermath.seconds(
                "cleared", Scale.bound(30), () -> state(load, one, request).equals("CLEARED"));
        ok(load, one, load.platform(), "GET", request + "/decisions", null);
        ok(load, other, load.platform(), "GET", request + "/decisions", null);
        ok(load, other, load.platform(), "POST", request + "/listing", null);
        assertThat(state(load, one, request)).isEqualTo("LISTED");
    }

    private static String test(Load load, Town.Replica replica, String request) {
        return read(load, replica, request).path("test").path("id").asText();
    }

    private static String state(Load load, Town.Replica replica, String request) {
        return read(load, replica, request).path("state").asText();
    }

    private static JsonNode read(Load load, Town.Replica replica, String request) {
        try {
            return load.call(replica, load.platform(), "GET", request, null, null)
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode ok(
            Load load, Town.Replica replica, String token, String method, String path, Map<String, Object> body)
            throws InterruptedException {
        Load.Answer answer = load.call(replica, token, method, path, body, null);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body();
    }

    private static Map<String, Object> submission(String publisher) {
        return Gate.submission(publisher, Codes.packageName(), 1, Codes.sha256());
    }

    private static boolean isInHistory() {
        return Programs.succeeds(List.of("git", "cat-file", "-e", BEFORE + "^{commit}"));
    }

    /** Its production build, made from its own source. */
    private static Path builtBefore() throws IOException, InterruptedException {
        Path source = Path.of("target", "resilience", "version-before-" + BEFORE);
        if (!Files.exists(source.resolve("pom.xml"))) {
            Files.createDirectories(source);
            try (GateProcess checkout = GateProcess.start(
                    List.of("sh", "-c", "git archive " + BEFORE + " | tar -x -C " + source), Map.of())) {
                assertThat(checkout.awaitExit()).as(checkout::output).isZero();
            }
        }
        return ProductionBuild.of(source);
    }
}
