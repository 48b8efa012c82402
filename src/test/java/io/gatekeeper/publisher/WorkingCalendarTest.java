package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days around the National Day of 2021: 26 September and 9 October were worked, 1 to 7 October were not. */
class WorkingCalendarTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final WorkingCalendar calendar = new WorkingCalendar(
            ZoneId.of("Asia/Shanghai"),
            Map.of(
                    2021,
                    new WorkingCalendar.WorkingYear(
                            days("2021-10-01", "2021-10-04", "2021-10-05", "2021-10-06", "2021-10-07"),
                            days("2021-09-26", "2021-10-09"))));

    @ParameterizedTest
    @CsvSource({
        // Friday afternoon: the Sunday is worked.
        "2021-09-24T15:00+08:00, 1, 2021-09-26T15:00+08:00",
        // Over the holiday: 26, 27, 28, 29, 30 September, 8 October and the Saturday after it.
        "2021-09-24T15:00+08:00, 7, 2021-10-09T15:00+08:00",
        // From within the holiday no time passes before it ends.
        "2021-10-03T12:00+08:00, 1, 2021-10-09T00:00+08:00",
        // An ordinary week-end.
        "2021-11-19T09:30+08:00, 1, 2021-11-22T09:30+08:00",
        "2021-11-24T15:00+08:00, 7, 2021-12-03T15:00+08:00",
    })
    void countsWorkingDaysWithThoseThatMakeUpForHolidays(String start, int days, String due) {
        assertThat(calendar.plus(at(start), DAY.multipliedBy(days))).contains(at(due));
        assertThat(calendar.between(at(start), at(due))).contains(DAY.multipliedBy(days));
    }

    @Test
    void doesNotGuessAYearThatIsNotOnRecord() {
        assertThat(calendar.plus(at("2021-12-30T15:00+08:00"), DAY.multipliedBy(7)))
                .isEmpty();
        assertThat(calendar.between(at("2021-12-30T15:00+08:00"), at("2022-01-10T15:00+08:00")))
                .isEmpty();
        assertThat(calendar.plus(at("2020-12-31T15:00+08:00"), Duration.ofHours(1)))
                .isEmpty();
    }

    @Test
    void knowsNoTimeFromLaterToEarlier() {
        assertThat(calendar.between(at("2021-11-24T15:00+08:00"), at("2021-11-23T15:00+08:00")))
                .contains(Duration.ZERO);
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static Set<LocalDate> days(String... days) {
        return Stream.of(days).map(LocalDate::parse).collect(Collectors.toSet());
    }
}
