package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.gatekeeper.testing.Topics.Told;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change of a standing begins its own follow-up; the sweep is only for what a crash left behind. */
@QuarkusTest
class FollowUpTest {

    @Inject
    Scheduler scheduler;

    @BeforeEach
    void stopSweeping() {
        scheduler.pause();
    }

    @AfterEach
    void sweepAgain() {
        scheduler.resume();
    }

    @Test
    void tellsThePlatformsOfAMeasureWithoutWaitingForASweep() {
        String publisher = Gate.registeredPublisher();
        String id = Gate.as(Tokens.platform(Codes.platform()))
                .submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        Gate.imposeGuidance(publisher);

        List<Told> told = Topics.await(
                "gatekeeper.release-decisions.v1", 2, event -> event.key().equals(id));
        assertThat(told)
                .extracting(event -> event.data().get("outcome").asText())
                .containsExactly("PUBLISH", "HOLD");
    }
}
