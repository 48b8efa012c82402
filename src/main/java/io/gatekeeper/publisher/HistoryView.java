package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One change of a standing, with what caused it.
 *
 * @param measures those in force from then on
 * @param by       the officer, for officers and auditors; {@code regulator} for everybody else, who needs no names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryView(
        long statusVersion,
        Standing previousStanding,
        Standing standing,
        Strikes strikes,
        List<UUID> measures,
        Cause cause,
        String by,
        Instant at,
        String policyVersion) {

    record Strikes(String period, int count) {}

    static HistoryView of(StandingChangeRow row, boolean namesOfficers) {
        boolean mayBeShown = namesOfficers || row.changedBy.equals(StandingUpdates.SYSTEM);
        return new HistoryView(
                row.statusVersion,
                row.previousStanding,
                row.standing,
                new Strikes(row.period, row.strikeCount),
                Stream.of(row.guidanceMeasureId, row.banMeasureId)
                        .filter(id -> id != null)
                        .toList(),
                new Cause(row.cause, row.causeId),
                mayBeShown ? row.changedBy : "regulator",
                row.changedAt,
                row.policyVersion);
    }
}
