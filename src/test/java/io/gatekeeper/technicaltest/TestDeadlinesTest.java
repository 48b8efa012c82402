package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database keeps the deadlines in step with the cases, whoever changes a case and however. */
@QuarkusTest
class TestDeadlinesTest {

    /** As the version before this one announced, and as a replica of it still may. */
    private static final String ANNOUNCED_AS_BEFORE =
            "UPDATE technical_test SET overdue_announced_at = due_at, version = version + 1 WHERE id = :id";

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    TestDeadlines deadlines;

    @Inject
    Session database;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(Cases.T0);
        test = cases.opened(Subjects.any());
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void runsFromTheOpeningToTheVerdict() {
        assertThat(runningDeadline()).isEqualTo(Cases.DUE);
        beijing.claim(test);
        assertThat(runningDeadline()).isEqualTo(Cases.DUE);

        beijing.conclude(test, "PASSED").statusCode(200);

        assertThat(runningDeadline()).isNull();
    }

    @Test
    void standsWhileThePublisherIsAsked() {
        beijing.claim(test);
        beijing.ask(test);
        assertThat(runningDeadline()).isNull();
        clock.advance(Duration.ofHours(3));

        publisher.answer(test, 1).statusCode(200);

        assertThat(runningDeadline()).isEqualTo(Cases.DUE.plus(Duration.ofHours(3)));
    }

    @Test
    void followsWhatIsChangedPastTheGate() {
        cases.execute("UPDATE technical_test SET due_at = due_at + interval '1 day' WHERE id = :id", test);

        assertThat(runningDeadline()).isEqualTo(Cases.DUE.plus(Duration.ofDays(1)));
    }

    @Test
    void isAnnouncedAnewWhenMoreTimeWasGivenAndHasPassed() {
        assertThat(announcedAt(Cases.DUE)).contains(test);
        cases.execute("UPDATE technical_test SET due_at = due_at + interval '1 day' WHERE id = :id", test);

        assertThat(announcedAt(Cases.DUE)).doesNotContain(test);
        assertThat(announcedAt(Cases.DUE.plus(Duration.ofDays(1)))).contains(test);
    }

    @Test
    void isNotAnnouncedAnewWhenAnAnswerMovesIt() {
        clock.advance(Duration.ofDays(7));
        beijing.claim(test).statusCode(200);
        announcedAt(clock.instant());
        beijing.ask(test).statusCode(201);
        clock.advance(Duration.ofDays(2));

        publisher.answer(test, 1).statusCode(200);

        assertThat(runningDeadline()).isEqualTo(Cases.DUE.plus(Duration.ofDays(2)));
        assertThat(announcedAt(clock.instant().plus(Duration.ofDays(30)))).doesNotContain(test);
    }

    @Test
    void leavesAloneWhatAReplicaOfTheVersionBeforeHasAnnounced() {
        cases.execute(ANNOUNCED_AS_BEFORE, test);

        assertThat(cases.row(test).overdueAnnouncedAt).isEqualTo(Cases.DUE);
        assertThat(announcedAt(Cases.DUE)).doesNotContain(test);
    }

    @Test
    void hasAReplicaOfTheVersionBeforeLeaveAloneWhatIsAnnounced() {
        long version = cases.row(test).version;
        assertThat(announcedAt(Cases.DUE)).contains(test);

        cases.execute(ANNOUNCED_AS_BEFORE, test);

        assertThat(cases.row(test).version).isEqualTo(version);
        assertThat(stored("SELECT overdue_announced_at FROM technical_test WHERE id = :id"))
                .isNull();
    }

    /** All of the cases that other tests left behind may be due as well. */
    private List<UUID> announcedAt(Instant now) {
        return QuarkusTransaction.requiringNew()
                .call(() -> deadlines.announce(now, 100_000).stream()
                        .map(TestDeadlines.Due::testId)
                        .toList());
    }

    private Instant runningDeadline() {
        return stored("SELECT due_at FROM test_deadline WHERE test_id = :id");
    }

    private Instant stored(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, Instant.class)
                        .setParameter("id", test)
                        .getSingleResult());
    }
}
