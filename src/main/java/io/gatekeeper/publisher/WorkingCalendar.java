package io.gatekeeper.publisher;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Working time by the calendars that are on record: a working day has all of its 24 hours, any other none. Of a year that is
 * not on record nothing is known, and then there is no answer.
 *
 * <p>Source: the State Council's yearly notices on holidays (国务院办公厅关于部分节假日安排的通知), which make some weekdays
 * holidays and some weekend days working days.
 *
 * @param zone where a day begins
 */
public record WorkingCalendar(ZoneId zone, Map<Integer, WorkingYear> years) {

    /** No term is longer than that many days, so every walk over a calendar ends. */
    private static final int MOST_DAYS = 1_000;

    /** The days of one year that are not what their weekday says. */
    public record WorkingYear(Set<LocalDate> holidays, Set<LocalDate> workdays) {}

    public WorkingCalendar {
        years = Map.copyOf(years);
    }

    /** When so much working time has passed since {@code start}; empty when a year on the way is not on record. */
    public Optional<Instant> plus(Instant start, Duration working) {
        Duration left = working;
        ZonedDateTime at = start.atZone(zone);
        for (int i = 0; i < MOST_DAYS; i++) {
            Optional<Boolean> works = works(at.toLocalDate());
            if (works.isEmpty()) {
                return Optional.empty();
            }
            ZonedDateTime tomorrow = at.toLocalDate().plusDays(1).atStartOfDay(zone);
            if (works.get()) {
                Duration today = Duration.between(at, tomorrow);
                if (left.compareTo(today) <= 0) {
                    return Optional.of(at.plus(left).toInstant());
                }
                left = left.minus(today);
            }
            at = tomorrow;
        }
        return Optional.empty();
    }

    /** The working time from one instant to a later one; empty when a year on the way is not on record. */
    public Optional<Duration> between(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        ZonedDateTime end = to.atZone(zone);
        ZonedDateTime at = from.atZone(zone);
        for (int i = 0; i < MOST_DAYS; i++) {
            if (!at.isBefore(end)) {
                return Optional.of(sum);
            }
            Optional<Boolean> works = works(at.toLocalDate());
            if (works.isEmpty()) {
                return Optional.empty();
            }
            ZonedDateTime tomorrow = at.toLocalDate().plusDays(1).atStartOfDay(zone);
            ZonedDateTime until = tomorrow.isBefore(end) ? tomorrow : end;
            if (works.get()) {
                sum = sum.plus(Duration.between(at, until));
            }
            at = until;
        }
        return Optional.empty();
    }

    private Optional<Boolean> works(LocalDate day) {
        return Optional.ofNullable(years.get(day.getYear())).map(year -> {
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            return weekend ? year.workdays().contains(day) : !year.holidays().contains(day);
        });
    }
}
