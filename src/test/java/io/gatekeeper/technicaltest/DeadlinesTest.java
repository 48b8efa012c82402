package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time escalates and returns to the queue; it never passes anything. */
@QuarkusTest
class DeadlinesTest {

    private static final String OVERDUE = "gatekeeper.technical-test.overdue.v1";

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    TestSweeper sweeper;

    @Inject
    TechnicalTests tests;

    @Inject
    LastSweep lastSweep;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private final Calls regulator = new Calls(Tokens.regulator());
    private final TestSubject subject = Subjects.any();
    private final UUID request = UUID.randomUUID();
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(Cases.T0);
        test = cases.requested(subject, request, "huawei-appgallery");
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void announcesAnOverdueCaseOnceAndHoldsOn() {
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        sweepUntil(() -> true);
        assertThat(cases.row(test).overdueAnnouncedAt).isNull();
        clock.advance(Duration.ofSeconds(1));

        sweepUntil(() -> cases.row(test).overdueAnnouncedAt != null);
        sweeper.sweep();

        regulator
                .read(test)
                .body("state", equalTo("QUEUED"))
                .body("overdue", equalTo(true))
                .body("owner.by", equalTo("REGULATOR"))
                .body("owner.what", equalTo("PURSUE_OVERDUE_TEST"))
                .body("owner.dueAt", equalTo("2021-12-02T07:00:00Z"));
        TestFacts facts = QuarkusTransaction.requiringNew().call(() -> tests.factsFor(subject, clock.instant()));
        assertThat(facts).isEqualTo(new TestFacts.Open(test, "2021-1", Cases.DUE, true));
        // The verdict is the last thing told, so that a second announcement would have come before it.
        beijing.claim(test).statusCode(200);
        beijing.conclude(test, "PASSED").statusCode(200);
        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            List<ConsumerRecord<String, String>> told = announced.await(subject.sha256(), 4);
            assertThat(TopicReader.types(told))
                    .containsExactly(
                            "gatekeeper.technical-test.opened.v1",
                            "gatekeeper.technical-test.reminder.v1",
                            OVERDUE,
                            "gatekeeper.technical-test.concluded.v1");
            TopicReader.assertFitsItsSchema(told.get(2));
            assertThat(announced.requests(told.get(2))).containsExactly(request.toString());
        }
    }

    @Test
    void returnsACaseWithAnExpiredClaimToTheQueue() {
        beijing.claim(test);
        clock.advance(Duration.ofHours(8));

        sweepUntil(() -> cases.row(test).state() == TestState.QUEUED);

        assertThat(cases.row(test).laboratory).isNull();
        assertThat(cases.row(test).dueAt).isEqualTo(Cases.DUE);
        assertThat(cases.history(test)).extracting(event -> event.what).contains(TestEventRow.What.CLAIM_EXPIRED);
    }

    @Test
    void doesNotBecomeOverdueWhileThePublisherIsAwaited() {
        beijing.claim(test);
        beijing.ask(test);
        clock.advance(Duration.ofDays(30));

        sweepUntil(() -> cases.row(test).answerEscalatedAt != null);

        assertThat(cases.row(test).overdueAnnouncedAt).isNull();
        regulator
                .read(test)
                .body("state", equalTo("AWAITING_PUBLISHER"))
                .body("overdue", equalTo(false))
                .body("owner.by", equalTo("REGULATOR"))
                .body("owner.what", equalTo("PURSUE_MISSING_ANSWER"));
        assertThat(cases.history(test))
                .extracting(event -> event.what)
                .containsOnlyOnce(TestEventRow.What.ANSWER_ESCALATED);
        // A late answer still counts: the clock goes on where it stopped.
        publisher.answer(test, 1).body("dueAt", equalTo("2021-12-31T07:00:00Z")).body("overdue", equalTo(false));
    }

    @Test
    void announcesACaseThatWasOverdueBeforeTheClockStopped() {
        clock.advance(Duration.ofDays(7));
        // Claimed and asked in the same instant it became due, whether or not a sweep came in between.
        beijing.claim(test).statusCode(200);
        beijing.ask(test).statusCode(201).body("overdue", equalTo(true));

        sweepUntil(() -> cases.row(test).overdueAnnouncedAt != null);

        assertThat(cases.row(test).state()).isEqualTo(TestState.AWAITING_PUBLISHER);
    }

    @Test
    void sweepsMoreThanABatchAndEachCaseOnce() {
        List<UUID> many = java.util.stream.IntStream.range(0, TestSweeps.BATCH + 50)
                .mapToObj(i -> cases.opened(Subjects.any()))
                .toList();
        clock.advance(Duration.ofDays(8));

        // Several replicas at once: each takes what no other has locked.
        many.parallelStream().limit(4).forEach(i -> sweeper.sweep());
        sweepUntil(() -> many.stream().allMatch(id -> cases.row(id).overdueAnnouncedAt != null));

        assertThat(many)
                .allSatisfy(id -> assertThat(cases.history(id))
                        .extracting(event -> event.what)
                        .containsOnlyOnce(TestEventRow.What.OVERDUE_ESCALATED));
    }

    @Test
    void remembersWhenItLastSwept() {
        Instant now = clock.instant();
        sweeper.sweep();

        assertThat(lastSweep.at()).contains(now);
        assertThat(lastSweep.age()).hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofSeconds(10)));
    }

    /** The gate sweeps by itself as well, and one sweep leaves to another what that one has locked: hence until. */
    private void sweepUntil(java.util.concurrent.Callable<Boolean> done) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    sweeper.sweep();
                    return done.call();
                });
    }
}
