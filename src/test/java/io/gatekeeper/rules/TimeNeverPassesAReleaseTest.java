package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 5: however much time passes, and over whichever year's end, a release without a verdict stays held. */
@QuarkusTest
class TimeNeverPassesAReleaseTest {

    @Inject
    LocalClock clock;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P7D", "P8D", "P40D", "P400D"})
    void aReleaseWithoutAVerdictStaysHeld(String passing) {
        clock.freeze(Instant.parse("2021-11-24T07:00:00Z"));
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);
        Gate platform = Gate.as(Tokens.platform());
        String id = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        platform.awaitTest(id);

        clock.advance(Duration.parse(passing));

        platform.read(id)
                .then()
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "TEST_OVERDUE"))
                .body("test.overdue", equalTo(true))
                .body("nextAction.by", equalTo("REGULATOR"));
        platform.list(id).then().statusCode(409);
    }
}
