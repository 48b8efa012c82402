package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A regulator gives more time on record, who works on a case is reminded, and the clock tells how it went. */
@QuarkusTest
class ClockTest {

    private static final String REMINDER = "gatekeeper.technical-test.reminder.v1";
    private static final String EXTENDED = "gatekeeper.technical-test.extended.v1";
    private static final String OVERDUE = "gatekeeper.technical-test.overdue.v1";

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    TestSweeper sweeper;

    @Inject
    Expectations expectations;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private final Calls regulator = new Calls(Tokens.regulator("officer-1"));
    private final Calls platform = new Calls(Tokens.platform("huawei-appgallery"));
    private final TestSubject subject = Subjects.any();
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(Cases.T0);
        test = cases.requested(subject, UUID.randomUUID(), "huawei-appgallery");
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
        expectations.forget();
    }

    @Test
    void remindsTwiceAndAnewAfterAnExtension() {
        at("2021-11-29T06:59:59Z");
        assertThat(reminders()).isZero();
        at("2021-11-29T07:00:00Z");
        sweepUntilReminders(1);
        at("2021-11-30T07:00:00Z");
        sweepUntilReminders(2);
        at("2021-12-01T07:00:00Z");
        sweepUntilOverdue();

        extend("2021-12-05T07:00:00Z", "the account came late").statusCode(201);
        assertThat(cases.row(test).overdueAnnouncedAt).isNull();
        at("2021-12-03T07:00:00Z");
        sweepUntilReminders(3);
        at("2021-12-05T07:00:00Z");
        sweepUntilOverdue();

        beijing.claim(test).statusCode(200);
        beijing.conclude(test, "PASSED").statusCode(200);
        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            List<ConsumerRecord<String, String>> told = announced.await(subject.sha256(), 8);
            assertThat(TopicReader.types(told))
                    .containsExactly(
                            "gatekeeper.technical-test.opened.v1",
                            REMINDER,
                            REMINDER,
                            OVERDUE,
                            EXTENDED,
                            REMINDER,
                            OVERDUE,
                            "gatekeeper.technical-test.concluded.v1");
            told.forEach(TopicReader::assertFitsItsSchema);
        }
    }

    @Test
    void remindsOfNothingWhileThePublisherIsAsked() {
        beijing.claim(test);
        beijing.ask(test);
        at("2021-11-29T07:00:00Z");
        sweeper.sweep();
        assertThat(reminders()).isZero();

        publisher.answer(test, 1).statusCode(200);

        // Five days it stood, and by five days the reminder has moved.
        at("2021-12-04T06:59:59Z");
        sweeper.sweep();
        assertThat(reminders()).isZero();
        at("2021-12-04T07:00:00Z");
        sweepUntilReminders(1);
    }

    @Test
    void keepsTheOriginalDueInstantWithWhoGaveMoreTimeWhenAndWhy() {
        at("2021-11-26T01:00:00Z");

        extend("2021-12-03T07:00:00Z", "the account came late")
                .statusCode(201)
                .body("dueAt", equalTo("2021-12-03T07:00:00Z"));

        TestEventRow line = cases.history(test).stream()
                .filter(event -> event.what == TestEventRow.What.EXTENDED)
                .findFirst()
                .orElseThrow();
        assertThat(line.who).isEqualTo("officer-1");
        assertThat(line.at).isEqualTo("2021-11-26T01:00:00Z");
        assertThat(line.detail).isEqualTo("the account came late");
        assertThat(line.previousDueAt).isEqualTo(Cases.DUE);
        for (Calls reader : List.of(platform, publisher, regulator, beijing)) {
            readClock(reader)
                    .statusCode(200)
                    .body("items.what", contains("OPENED", "EXTENDED"))
                    .body("items[0].dueAt", equalTo("2021-12-01T07:00:00Z"))
                    .body("items[1].previousDueAt", equalTo("2021-12-01T07:00:00Z"))
                    .body("items[1].dueAt", equalTo("2021-12-03T07:00:00Z"))
                    .body("items[1].by", equalTo("REGULATOR"))
                    .body("items[1].reason", equalTo("the account came late"))
                    .body("items[1].who", nullValue());
        }
    }

    @Test
    void tellsItsClockToNobodyItDoesNotConcern() {
        readClock(new Calls(Tokens.platform("xiaomi-getapps"))).statusCode(404);
        readClock(new Calls(Tokens.publisher("91350100M000100Y43"))).statusCode(404);
        beijing.claim(test);
        readClock(new Calls(Tokens.laboratory("lab-shenzhen"))).statusCode(404);
    }

    @Test
    void tellsStopsAndStartsWithWhatIsDueAfterThem() {
        beijing.claim(test);
        clock.advance(Duration.ofHours(2));
        beijing.ask(test);
        readClock(publisher).body("standing", equalTo(true));
        clock.advance(Duration.ofDays(1));
        publisher.answer(test, 1);
        beijing.conclude(test, "PASSED");

        readClock(publisher)
                .body("standing", equalTo(false))
                .body("items.what", contains("OPENED", "CLAIMED", "STOPPED", "STARTED", "CONCLUDED"))
                .body("items[3].previousDueAt", equalTo("2021-12-01T07:00:00Z"))
                .body("items[3].dueAt", equalTo("2021-12-02T07:00:00Z"));
        TestRow row = cases.row(test);
        assertThat(row.stoodMillis).isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(row.claimedAt).isEqualTo(Cases.T0.plus(Duration.ofDays(1)));
    }

    @Test
    void givesNoTimeThatIsNone() {
        extend("2021-12-01T07:00:00Z", "the same").statusCode(400).body("errors.pointer", contains("/dueAt"));
        extend("2022-12-01T07:00:00Z", "a year").statusCode(400).body("errors.pointer", contains("/dueAt"));
        at("2021-12-04T07:00:00Z");
        extend("2021-12-03T07:00:00Z", "past").statusCode(400).body("errors.pointer", contains("/dueAt"));
        post(beijing, "2021-12-05T07:00:00Z", "more").statusCode(403);
        beijing.claim(test);
        beijing.conclude(test, "PASSED").statusCode(200);
        extend("2021-12-05T07:00:00Z", "closed").statusCode(409);
    }

    @Test
    void extendsOnlySoOften() {
        for (int n = 1; n <= ExtendTest.MOST; n++) {
            extend(Cases.DUE.plus(Duration.ofHours(n)).toString(), "once more").statusCode(201);
        }
        extend(Cases.DUE.plus(Duration.ofDays(1)).toString(), "once more").statusCode(409);
    }

    @Test
    void saysWhenAVerdictMayBeExpectedOnceThereAreCasesToTellBy() {
        Instant opening = Instant.parse("2031-01-01T00:00:00Z");
        for (int i = 0; i < 200; i++) {
            cases.concluded(Subjects.any(), opening, Duration.ofHours(24 + i), Duration.ofHours(10));
        }
        clock.freeze(opening.plus(Duration.ofDays(30)));
        Instant openedAt = clock.instant();
        expectations.forget();
        UUID fresh = cases.opened(Subjects.any(), openedAt);

        regulator
                .read(fresh)
                .body("expected.basis.stage", equalTo("WHOLE"))
                .body("expected.basis.cases", equalTo(200))
                .body(
                        "expected.from",
                        equalTo(openedAt.plus(Duration.ofHours(44)).toString()))
                .body(
                        "expected.to",
                        equalTo(openedAt.plus(Duration.ofHours(203)).toString()));
        beijing.claim(fresh)
                .body("expected.basis.stage", equalTo("EXAMINATION"))
                .body("expected.at", equalTo(openedAt.plus(Duration.ofHours(10)).toString()));
        readClockOf(regulator, fresh)
                .body("items.what", contains("OPENED", "CLAIMED"))
                .body("items.expected.basis.stage", contains("WHOLE", "EXAMINATION"));
        beijing.ask(fresh).body("expected", nullValue());
    }

    private void at(String instant) {
        clock.freeze(Instant.parse(instant));
    }

    private ValidatableResponse extend(String dueAt, String reason) {
        return post(regulator, dueAt, reason);
    }

    private ValidatableResponse post(Calls caller, String dueAt, String reason) {
        return caller.post(test, "/extensions", Map.of("dueAt", dueAt, "reason", reason));
    }

    private ValidatableResponse readClock(Calls reader) {
        return readClockOf(reader, test);
    }

    private static ValidatableResponse readClockOf(Calls reader, UUID id) {
        return reader.as().get(Calls.PATH + id + "/clock").then();
    }

    private long reminders() {
        return Collections.frequency(
                cases.history(test).stream().map(event -> event.what).toList(), TestEventRow.What.REMINDED);
    }

    private void sweepUntilReminders(long count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    sweeper.sweep();
                    return reminders() == count;
                });
        sweeper.sweep();
        assertThat(reminders()).isEqualTo(count);
    }

    private void sweepUntilOverdue() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    sweeper.sweep();
                    return cases.row(test).overdueAnnouncedAt != null;
                });
    }
}
