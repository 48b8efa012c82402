package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Tokens;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody goes on with is listed, and says who has to. */
@QuarkusTest
class StuckTest {

    /** Before all other tests' cases, so that a page holds these alone. */
    private static final Instant LONG_AGO = Instant.parse("1998-11-24T07:00:00Z");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    Scheduler scheduler;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls shanghai = new Calls(Tokens.laboratory("lab-shanghai"));
    private final TestSubject subject = Subjects.any();
    private final Calls publisher = new Calls(Tokens.publisher(subject.publisherId()));
    private UUID test;

    /** Without sweeps: what they would mend is stuck until they do. */
    @BeforeEach
    void openACase() {
        scheduler.pause();
        clock.freeze(LONG_AGO);
        test = cases.opened(subject, LONG_AGO);
    }

    @AfterEach
    void goOn() {
        clock.reset();
        scheduler.resume();
    }

    @Test
    void isNoCaseThatSomebodyHasTimeFor() {
        assertThat(stuck(publisher)).doesNotContain(test.toString());
        assertThat(list(publisher, "stuck=false")).contains(test.toString());
    }

    @Test
    void isACaseThatIsDueWithoutAVerdict() {
        clock.advance(Duration.ofDays(7));

        assertThat(stuck(publisher)).contains(test.toString());
        assertThat(list(publisher, "stuck=false")).doesNotContain(test.toString());
        assertThat(list(publisher, "stuck=true&state=QUEUED")).contains(test.toString());
        assertThat(list(publisher, "stuck=true&state=IN_TEST")).doesNotContain(test.toString());
        assertThat(stuck(new Calls(Tokens.regulator()))).contains(test.toString());
    }

    @Test
    void isACaseWhoseClaimHasExpired() {
        beijing.claim(test).statusCode(200);
        assertThat(stuck(beijing)).doesNotContain(test.toString());
        clock.advance(Duration.ofHours(8));

        assertThat(stuck(beijing)).contains(test.toString());
        shanghai.claim(test).statusCode(200);
        assertThat(stuck(shanghai)).doesNotContain(test.toString());
    }

    @Test
    void isACaseWhosePublisherDoesNotAnswer() {
        beijing.claim(test).statusCode(200);
        beijing.ask(test).statusCode(201);
        clock.advance(Duration.ofDays(5).minusSeconds(1));
        assertThat(stuck(beijing)).doesNotContain(test.toString());
        clock.advance(Duration.ofSeconds(1));

        assertThat(stuck(beijing)).contains(test.toString());
        publisher.answer(test, 1).statusCode(200);
        assertThat(stuck(beijing)).doesNotContain(test.toString());
    }

    @Test
    void isACaseWhoseFileNobodyScreensAnew() {
        beijing.claim(test).statusCode(200);
        cases.change(test, TestRow::toBeScreened);
        cases.execute(
                "INSERT INTO test_screening (test_id, state, due_at) VALUES (:id, 'PENDING', '1998-11-24Z')", test);
        clock.advance(Duration.ofHours(1));

        assertThat(stuck(beijing)).contains(test.toString());
        cases.change(test, row -> row.screened(ScreeningOutcome.CLEAN));
        assertThat(stuck(beijing)).doesNotContain(test.toString());
    }

    @Test
    void isNoCaseThatIsClosed() {
        beijing.claim(test).statusCode(200);
        beijing.conclude(test, "PASSED").statusCode(200);
        clock.advance(Duration.ofDays(30));

        assertThat(stuck(publisher)).doesNotContain(test.toString());
    }

    @Test
    void isAskedForByYesOrNo() {
        publisher
                .as()
                .get("/v1/technical-tests?stuck=perhaps")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("stuck"));
    }

    private static List<String> stuck(Calls viewer) {
        return list(viewer, "stuck=true");
    }

    private static List<String> list(Calls viewer, String query) {
        return viewer.as()
                .get("/v1/technical-tests?limit=200&dueBefore=1999-06-01T00:00:00Z&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }
}
