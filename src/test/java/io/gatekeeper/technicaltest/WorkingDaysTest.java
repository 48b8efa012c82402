package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.publisher.WorkingCalendars;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A term of working days, over the State Council's calendars as they are on record. */
@QuarkusTest
class WorkingDaysTest {

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    @Inject
    WorkingCalendars calendars;

    @Inject
    Session database;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    /** Each over a holiday with make-up days, in the notice of its year: what is left when a clock of one day stops at once. */
    @ParameterizedTest
    @CsvSource({
        "2020-01-23T10:00+08:00, 2020-02-03T10:00+08:00",
        "2020-06-24T10:00+08:00, 2020-06-28T10:00+08:00",
        "2021-09-30T10:00+08:00, 2021-10-08T10:00+08:00",
        "2022-10-08T10:00+08:00, 2022-10-09T10:00+08:00",
        "2023-01-20T10:00+08:00, 2023-01-28T10:00+08:00",
        "2024-02-09T10:00+08:00, 2024-02-18T10:00+08:00",
        "2025-04-27T10:00+08:00, 2025-04-28T10:00+08:00",
        "2026-02-14T10:00+08:00, 2026-02-24T10:00+08:00",
        "2026-10-10T10:00+08:00, 2026-10-12T10:00+08:00",
    })
    void knowsTheHolidaysOfEachYear(String day, String next) {
        Instant from = at(day);
        // An ordinary working day, for a day's worth of time.
        Instant stopped = at("2021-11-23T10:00+08:00");
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> calendars.resumed(stopped, at("2021-11-24T10:00+08:00"), from)))
                .contains(at(next));
    }

    @Test
    void goesOnWithTheWorkingTimeThatWasLeft() {
        clock.freeze(at("2021-09-28T10:00+08:00"));
        UUID test = cases.opened(Subjects.any(), clock.instant(), TestDays.WORKING_DAYS, at("2021-10-12T10:00+08:00"));
        beijing.claim(test).body("dueAt", equalTo("2021-10-12T02:00:00Z"));
        clock.freeze(at("2021-09-30T10:00+08:00"));
        beijing.claim(test).statusCode(200);
        beijing.ask(test).statusCode(201);
        // Asked over the holiday: 30 September, 8, 9 and 11 October and a part of the 12th were left, four days' worth.
        clock.freeze(at("2021-10-08T10:00+08:00"));

        publisher.answer(test, 1).statusCode(200).body("dueAt", equalTo("2021-10-13T02:00:00Z"));
    }

    @Test
    void doesNotGuessWhenTheCalendarOfAYearIsMissing() {
        clock.freeze(at("2026-12-28T10:00+08:00"));
        UUID test = cases.opened(Subjects.any(), clock.instant(), TestDays.WORKING_DAYS, at("2026-12-31T10:00+08:00"));
        beijing.claim(test).statusCode(200);
        beijing.ask(test).statusCode(201);
        clock.freeze(at("2027-01-04T10:00+08:00"));

        publisher.answer(test, 1).statusCode(503).body("type", equalTo("urn:gatekeeper:problem:unavailable"));

        publisher.read(test).body("state", equalTo("AWAITING_PUBLISHER"));
    }

    @Test
    void theDatabaseRefusesADayThatItsWeekdayTells() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> database.createNativeMutationQuery("""
                                        INSERT INTO working_calendar (year, source, issued_on, holidays, workdays)
                                        VALUES (2039, 'none', '2038-11-01', '{2039-01-01}', '{}')
                                        """).executeUpdate()))
                .hasStackTraceContaining("one that its weekday tells already");
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
