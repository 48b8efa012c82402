package io.gatekeeper.appeal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.identity.OfficerSaid;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An appeal as the contract shows it.
 *
 * @param subjectId the technical test or the measure it is against
 * @param dueAt     by when it is decided; absent once it is
 * @param changes   exactly what the decision changed; absent before there is one, empty when it was dismissed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppealView(
        UUID id,
        String publisherId,
        UUID releaseRequestId,
        int decisionSequence,
        AppealAgainst against,
        UUID subjectId,
        AppealState state,
        String reason,
        Instant filedAt,
        Instant dueAt,
        OfficerSaid proposal,
        OfficerSaid decision,
        List<AppealChange> changes) {

    /** What an upheld appeal can change. */
    enum ChangeOfAppeal {
        VERDICT_SET_ASIDE,
        MEASURE_RESCINDED,
        RELEASE_REQUEST_REOPENED
    }

    record AppealChange(ChangeOfAppeal what, UUID id) {}

    /** @param names whether the reader is an authority */
    static AppealView of(AppealRow row, boolean names) {
        return new AppealView(
                row.id,
                row.publisherId,
                row.releaseRequestId,
                row.decisionSequence,
                row.against,
                row.subjectId,
                row.state,
                row.reason,
                row.filedAt,
                row.decision == null ? row.dueAt : null,
                OfficerSaid.to(names, row.proposal),
                OfficerSaid.to(names, row.decision),
                row.decision == null ? null : changes(row));
    }

    private static List<AppealChange> changes(AppealRow row) {
        if (row.state != AppealState.UPHELD) {
            return List.of();
        }
        ChangeOfAppeal first = row.against == AppealAgainst.VERDICT
                ? ChangeOfAppeal.VERDICT_SET_ASIDE
                : ChangeOfAppeal.MEASURE_RESCINDED;
        return Stream.concat(
                        Stream.of(new AppealChange(first, row.subjectId)),
                        Arrays.stream(row.reopened)
                                .map(id -> new AppealChange(ChangeOfAppeal.RELEASE_REQUEST_REOPENED, id)))
                .toList();
    }
}
