package io.gatekeeper.resilience;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Crowd.Answer;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wall clock jumps while platforms submit: nothing is published by it, nothing held is let go, nobody gets a 500. */
@QuarkusTest
class ClockJumpsTest {

    /** A range of its own, because issuers that count are few. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(7_000);

    private final String platform = Tokens.platform(Codes.platform());

    @Inject
    LocalClock clock;

    private Crowd crowd;
    private String guided;
    private String held;

    @BeforeEach
    void holdARelease() {
        crowd = new Crowd(RestAssured.port);
        guided = registeredPublisher();
        Gate.imposeGuidance(guided);
        held = submitted(guided).text("id");
        Awaitility.await("the test")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !read(held).body().path("test").isMissingNode());
    }

    @AfterEach
    void setTheClockRight() {
        clock.reset();
    }

    @Test
    void sevenDaysForwardMakeItOverdueAndPassNothing() throws Exception {
        underLoad(() -> clock.advance(Duration.ofDays(7)));

        Awaitility.await("overdue")
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(held).body().toString().contains("TEST_OVERDUE"));
        assertHeld();
    }

    @Test
    void anHourBackUndoesNoMeasureAndNoDecision() throws Exception {
        String publisher = registeredPublisher();
        String published = submitted(publisher).text("id");
        Gate.imposeGuidance(publisher);
        assertThat(read(published).text("state")).isEqualTo("HELD");

        underLoad(() -> clock.advance(Duration.ofHours(-1)));

        assertThat(read(published).text("state")).isEqualTo("HELD");
        assertThat(list(published).status()).isEqualTo(409);
        assertThat(submitted(publisher).text("state")).isEqualTo("HELD");
        assertHeld();
        List<Integer> sequences = new ArrayList<>();
        crowd.get(platform, "/v1/release-requests/" + published + "/decisions")
                .body()
                .path("items")
                .forEach(decision -> sequences.add(decision.path("sequence").asInt()));
        assertThat(sequences).startsWith(1, 2).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theYearsEndInShanghaiEndsTheCountAndNotTheMeasure() throws Exception {
        clock.set(Instant.parse("2021-12-31T15:59:00Z"));
        String publisher = registeredPublisher();
        for (int i = 0; i < 4; i++) {
            Gate.as(Tokens.regulator())
                    .post("/v1/notices", notice(publisher, "2021-12-0" + (i + 1) + "T02:00:00Z"))
                    .then()
                    .statusCode(201);
        }
        assertThat(status(publisher)).contains("UNDER_GUIDANCE").contains("\"count\":4");

        // In UTC it is still the old year.
        underLoad(() -> clock.set(Instant.parse("2021-12-31T16:00:01Z")));

        assertThat(status(publisher)).contains("UNDER_GUIDANCE").contains("\"count\":0");
        assertThat(submitted(publisher).text("state")).isEqualTo("HELD");
        assertHeld();
    }

    private void assertHeld() {
        assertThat(read(held).text("state")).isEqualTo("HELD");
        assertThat(list(held).status()).isEqualTo(409);
    }

    /** Four clients submit for both kinds of publishers before, during and after the jump. */
    private void underLoad(Runnable jump) throws Exception {
        String clear = registeredPublisher();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> wrong = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                wrong.add(clients.submit(() -> {
                    List<String> found = new ArrayList<>();
                    while (!ended.get()) {
                        for (String publisher : List.of(clear, guided)) {
                            Answer answer = submitted(publisher);
                            String expected = publisher.equals(clear) ? "CLEARED" : "HELD";
                            if (answer.status() != 201 || !answer.text("state").equals(expected)) {
                                found.add(answer.toString());
                            }
                            answered.incrementAndGet();
                        }
                    }
                    return found;
                }));
            }
            Awaitility.await("load").until(() -> answered.get() > 20);
            Instant before = clock.instant();
            jump.run();
            assertThat(Duration.between(before, clock.instant()).abs())
                    .as("jumped")
                    .isGreaterThan(Duration.ofSeconds(5));
            int then = answered.get();
            Awaitility.await("load afterwards").until(() -> answered.get() > then + 20);
            ended.set(true);
            for (Future<List<String>> each : wrong) {
                assertThat(each.get()).isEmpty();
            }
        } finally {
            ended.set(true);
            clients.shutdownNow();
        }
    }

    private Answer submitted(String publisher) {
        return crowd.post(
                platform, "/v1/release-requests", submission(publisher, Codes.packageName(), 1, Codes.sha256()));
    }

    private Answer read(String id) {
        return crowd.get(platform, "/v1/release-requests/" + id);
    }

    private Answer list(String id) {
        return crowd.post(platform, "/v1/release-requests/" + id + "/listing", null);
    }

    private String status(String publisher) {
        return crowd.get(platform, "/v1/publishers/" + publisher + "/status")
                .body()
                .toString();
    }

    private static Map<String, Object> notice(String publisher, String publishedAt) {
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("issuer", "MIIT");
        notice.put("kind", "BATCH");
        notice.put("year", 2021);
        notice.put("numberInYear", NUMBERS.incrementAndGet());
        notice.put("publishedAt", publishedAt);
        notice.put("entries", List.of(Gate.entry("聊天", publisher)));
        return notice;
    }
}
