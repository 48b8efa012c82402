package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The clock of a technical test and how it went until now, for everybody the case concerns: roles, and no names.
 *
 * @param standing whether the clock stands still
 * @param expected absent when there is nothing to say
 * @param items    oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClockView(
        UUID testId, Instant dueAt, boolean overdue, boolean standing, Expected expected, List<ClockEntry> items) {

    /** What moved the clock, or what may be expected. */
    enum ClockEvent {
        OPENED(ClockActor.GATE),
        CLAIMED(ClockActor.LABORATORY),
        RETURNED(ClockActor.GATE),
        STOPPED(ClockActor.LABORATORY),
        STARTED(ClockActor.PUBLISHER),
        EXTENDED(ClockActor.REGULATOR),
        REMINDED(ClockActor.GATE),
        OVERDUE(ClockActor.GATE),
        CONCLUDED(ClockActor.LABORATORY),
        CANCELLED(ClockActor.GATE);

        private final ClockActor by;

        ClockEvent(ClockActor by) {
            this.by = by;
        }
    }

    enum ClockActor {
        GATE,
        LABORATORY,
        PUBLISHER,
        REGULATOR
    }

    /**
     * @param previousDueAt what was due before, where this moved it
     * @param reason        of an extension
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClockEntry(
            Instant at,
            ClockEvent what,
            ClockActor by,
            Instant previousDueAt,
            Instant dueAt,
            Expected expected,
            String reason) {

        static ClockEntry of(TestEventRow line) {
            ClockEvent what = event(line.what);
            return new ClockEntry(
                    line.at,
                    what,
                    what.by,
                    line.previousDueAt,
                    line.dueAt,
                    line.expected(),
                    what == ClockEvent.EXTENDED ? line.detail : null);
        }

        private static ClockEvent event(TestEventRow.What what) {
            return switch (what) {
                case OPENED -> ClockEvent.OPENED;
                case CLAIMED -> ClockEvent.CLAIMED;
                case CLAIM_EXPIRED, SECOND_LABORATORY_DRAWN -> ClockEvent.RETURNED;
                case INFORMATION_REQUESTED -> ClockEvent.STOPPED;
                case INFORMATION_ANSWERED -> ClockEvent.STARTED;
                case EXTENDED -> ClockEvent.EXTENDED;
                case REMINDED -> ClockEvent.REMINDED;
                case OVERDUE_ESCALATED -> ClockEvent.OVERDUE;
                case PASSED, FAILED -> ClockEvent.CONCLUDED;
                case CANCELLED -> ClockEvent.CANCELLED;
                case REQUEST_LINKED,
                        REQUEST_LEFT,
                        ARTIFACT_RECEIVED,
                        ARTIFACT_NOT_FETCHED,
                        SCREENED,
                        SCREENING_READ,
                        FINDING_DISMISSED,
                        CLAIM_RENEWED,
                        FINDING_RECORDED,
                        FINDINGS_READ,
                        PLAN_READ,
                        CONTRADICTED,
                        CONTRADICTION_VOTED,
                        VERDICT_SET_ASIDE,
                        ANSWER_ESCALATED -> throw new IllegalArgumentException(what + " moves no clock");
            };
        }
    }

    static ClockView of(TestRow test, List<TestEventRow> lines, Expected expected, Instant now) {
        return new ClockView(
                test.id,
                test.dueAt,
                test.overdueAt(now),
                test.state() == TestState.AWAITING_PUBLISHER,
                expected,
                lines.stream().map(ClockEntry::of).toList());
    }
}
