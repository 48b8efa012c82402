package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.byTwoOfficers;
import static io.gatekeeper.testing.Gate.submission;

import io.gatekeeper.gate.Outcome;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of what is enforced begins its own follow-up; the sweep is only for what a crash left behind. */
@QuarkusTest
class FollowUpTest {

    @Inject
    Scheduler scheduler;

    @Inject
    EntityManager database;

    @Inject
    Clock clock;

    @BeforeEach
    void stopSweeping() {
        scheduler.pause();
    }

    @AfterEach
    void sweepAgain() {
        scheduler.resume();
    }

    @Test
    void decidesAgainAfterAMeasureWithoutWaitingForASweep() {
        String publisher = Gate.registeredPublisher();
        String id = published(publisher);

        Gate.imposeGuidance(publisher);

        awaitOutcomes(id, "PUBLISH", "HOLD");
    }

    @Test
    void decidesEverybodysAgainAfterAReviewWindowWithoutWaitingForASweep() {
        String id = published(Gate.registeredPublisher());
        String window = "/v1/review-windows/" + recordedWindow();

        Gate.as(Tokens.regulator("officer-2"))
                .post(window + "/confirmation")
                .then()
                .statusCode(200);

        try {
            awaitOutcomes(id, "PUBLISH", "HOLD");
        } finally {
            // It concerns every publisher, so it may not outlive its test.
            byTwoOfficers(window + "/ending", Map.of("reason", "the test is over"));
        }
        awaitOutcomes(id, "PUBLISH", "HOLD", "PUBLISH");
    }

    private static String published(String publisher) {
        return Gate.as(Tokens.platform(Codes.platform()))
                .submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String recordedWindow() {
        return Gate.as(Tokens.regulator("officer-1"))
                .post(
                        "/v1/review-windows",
                        Map.of(
                                "from", clock.instant().minusSeconds(1).toString(),
                                "to", clock.instant().plus(Duration.ofDays(1)).toString(),
                                "kinds", List.of("VERSION_UPDATE"),
                                "reason", "to see who is told"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** In the database, because a read would decide by itself. */
    private void awaitOutcomes(String id, String... outcomes) {
        Awaitility.await("the follow-up")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> outcomes(id), List.of(outcomes)::equals);
    }

    private List<String> outcomes(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery(
                                "select outcome from DecisionRow where key.releaseRequestId = :id order by key.sequence",
                                Outcome.class)
                        .setParameter("id", UUID.fromString(id))
                        .getResultList())
                .stream()
                .map(Outcome::name)
                .toList();
    }
}
