package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Crowd.Answer;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Rule 2: nothing acknowledged is ever lost, whichever server is away. */
@QuarkusTest
class NothingAcknowledgedIsLostTest {

    private static final int SUBMISSIONS = 500;

    @Test
    void tellsEveryDecisionOnceAndInOrderWhenTheBrokerComesBack() throws Exception {
        Crowd crowd = new Crowd(RestAssured.port);
        String platform = Tokens.platform(Codes.platform());
        String publisher = registeredPublisher();
        List<String> ids;
        Servers.kafka().stop();
        try {
            assertThat(health("ready")).isEqualTo(200);
            ids = submitAtOnce(crowd, platform, publisher);
            // A second decision for each, so that there is an order to keep.
            Gate.imposeGuidance(publisher);
            for (String id : ids) {
                assertThat(crowd.get(platform, "/v1/release-requests/" + id).text("state"))
                        .isEqualTo("HELD");
            }
            assertThat(health("ready")).isEqualTo(200);
        } finally {
            Servers.kafka().start();
        }
        Set<String> wanted = Set.copyOf(ids);
        List<Told> told = Awaitility.await("all decisions on Kafka")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> Topics.read("gatekeeper.release-decisions.v1", e -> wanted.contains(e.key())),
                        events -> byId(events).size() >= 2 * SUBMISSIONS);
        Map<String, List<Integer>> sequences = byId(told).values().stream()
                .collect(Collectors.groupingBy(
                        Told::key,
                        Collectors.mapping(e -> e.data().get("sequence").asInt(), Collectors.toList())));
        assertThat(sequences)
                .hasSize(SUBMISSIONS)
                .allSatisfy((id, order) -> assertThat(order).containsExactly(1, 2));
    }

    @Test
    void answersThatItCannotDecideWhileTheDatabaseIsAwayAndGoesOnAfterwards() throws Exception {
        Crowd crowd = new Crowd(RestAssured.port);
        String platform = Tokens.platform(Codes.platform());
        String publisher = registeredPublisher();
        String before = submitOne(crowd, platform, publisher).text("id");
        Servers.postgres().stop();
        try {
            Answer refused = submitOne(crowd, platform, publisher);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("type")).isEqualTo("urn:gatekeeper:problem:unavailable");
            given().auth()
                    .oauth2(platform)
                    .get("/v1/release-requests/{id}", before)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "2");
            assertThat(health("ready")).isEqualTo(503);
            assertThat(health("live")).isEqualTo(200);
        } finally {
            Servers.postgres().start();
        }
        Awaitility.await("ready again").atMost(Duration.ofSeconds(20)).until(() -> health("ready") == 200);
        assertThat(crowd.get(platform, "/v1/release-requests/" + before).text("state"))
                .isEqualTo("CLEARED");
        String after = submitOne(crowd, platform, publisher).text("id");
        Topics.await("gatekeeper.release-decisions.v1", 1, e -> e.key().equals(after));
    }

    /** What is left of the events once a consumer has dropped those it has met, in the order of their first arrival. */
    private static Map<String, Told> byId(List<Told> told) {
        return told.stream()
                .collect(Collectors.toMap(Told::id, e -> e, (first, repeated) -> first, java.util.LinkedHashMap::new));
    }

    private static List<String> submitAtOnce(Crowd crowd, String platform, String publisher) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < SUBMISSIONS; i++) {
                answers.add(clients.submit(() -> submitOne(crowd, platform, publisher)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(201);
                ids.add(answer.get().text("id"));
            }
            return ids;
        } finally {
            clients.shutdownNow();
        }
    }

    private static Answer submitOne(Crowd crowd, String platform, String publisher) {
        return crowd.post(
                platform, "/v1/release-requests", submission(publisher, Codes.packageName(), 1, Codes.sha256()));
    }

    private static int health(String kind) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return given().port(port).get("/q/health/" + kind).statusCode();
    }
}
