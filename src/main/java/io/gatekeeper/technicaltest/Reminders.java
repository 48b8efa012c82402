package io.gatekeeper.technicaltest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When whoever works on a case is reminded that it falls due. */
final class Reminders {

    /** How long before the due instant, the longest first. */
    static final List<Duration> LEADS = List.of(Duration.ofHours(48), Duration.ofHours(24));

    private Reminders() {}

    /** The first reminder after {@code at}, or null when none is left. */
    static Instant next(Instant dueAt, Instant at) {
        return LEADS.stream()
                .map(dueAt::minus)
                .filter(reminder -> reminder.isAfter(at))
                .findFirst()
                .orElse(null);
    }
}
