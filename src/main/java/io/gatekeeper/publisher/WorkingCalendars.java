package io.gatekeeper.publisher;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The calendars of working days, as the migrations put them into the database, a row for each year. */
@ApplicationScoped
public class WorkingCalendars {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Session database;

    WorkingCalendars(Session database) {
        this.database = database;
    }

    /** What is on record at this moment. */
    WorkingCalendar all() {
        Map<Integer, WorkingCalendar.WorkingYear> years = new HashMap<>();
        for (Tuple row : database.createNativeQuery(
                        "SELECT year, holidays::text[] AS holidays, workdays::text[] AS workdays FROM working_calendar",
                        Tuple.class)
                .getResultList()) {
            years.put(
                    row.get("year", Integer.class),
                    new WorkingCalendar.WorkingYear(
                            dates(row.get("holidays", String[].class)), dates(row.get("workdays", String[].class))));
        }
        return new WorkingCalendar(SHANGHAI, years);
    }

    /**
     * What is due when a clock that counts working days goes on.
     *
     * @return empty when a year on the way is not on record
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Instant> resumed(Instant stoppedAt, Instant dueAt, Instant resumedAt) {
        WorkingCalendar calendar = all();
        return calendar.between(stoppedAt, dueAt).flatMap(left -> calendar.plus(resumedAt, left));
    }

    private static Set<LocalDate> dates(String[] texts) {
        return Arrays.stream(texts).map(LocalDate::parse).collect(Collectors.toUnmodifiableSet());
    }
}
