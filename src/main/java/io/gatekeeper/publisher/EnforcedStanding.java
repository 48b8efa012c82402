package io.gatekeeper.publisher;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the regime enforces on one publisher at one instant: the part of the gate's evidence this package answers for.
 *
 * @param statusVersion rises with every change of the publisher's standing; 0 for one nobody has heard of
 * @param regimeVersion rises with every change that concerns all publishers: review windows, policies
 * @param guidance      the measure of transitional guidance in force, if any
 * @param ban           the listing ban in force, if any
 * @param windows       the confirmed review windows that are open at {@code at}
 * @param policy        the policy in effect at {@code at}; empty when none is, and then nothing can be proved
 * @param workingDays   the calendars on record, for terms that count working days
 * @param changesAt     the next instant at which this changes by itself (a window opens or ends, a policy takes effect)
 */
public record EnforcedStanding(
        CreditCode publisher,
        Instant at,
        long statusVersion,
        long regimeVersion,
        boolean registered,
        Optional<UUID> guidance,
        Optional<UUID> ban,
        List<OpenWindow> windows,
        Optional<Policy> policy,
        WorkingCalendar workingDays,
        Optional<Instant> changesAt) {

    /** When a technical test that is asked for falls due; empty without a policy, and when the calendar of a year is missing. */
    public Optional<Instant> testDueAfter(Instant askedAt) {
        return policy.flatMap(rules -> {
            // Calendar days are the same in every zone that keeps no daylight saving time, and Asia/Shanghai keeps
            // none.
            Instant calendarDays =
                    askedAt.atOffset(ZoneOffset.UTC).plus(rules.testTerm()).toInstant();
            return switch (rules.testDays()) {
                case CALENDAR_DAYS -> Optional.of(calendarDays);
                case WORKING_DAYS -> workingDays.plus(askedAt, Duration.between(askedAt, calendarDays));
            };
        });
    }

    /** A review window that is open now. */
    public record OpenWindow(UUID id, Instant from, Instant to, Set<ReleaseKind> kinds) {}
}
