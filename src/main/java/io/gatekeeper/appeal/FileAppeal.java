package io.gatekeeper.appeal;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.release.AppealedDecisions;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A publisher appeals what one decision on one of its releases rests on. The hold stands meanwhile. */
@ApplicationScoped
class FileAppeal {

    /** The body of the call. */
    record Filing(
            @NotNull UUID releaseRequestId,
            @NotNull @Min(1) Integer decisionSequence,
            @NotNull AppealAgainst against,
            @NotBlank @Size(max = 10_000) String reason) {}

    private final AppealedDecisions decisions;
    private final Appeals appeals;
    private final Outbox outbox;
    private final AppealConfig config;
    private final Clock clock;

    FileAppeal(AppealedDecisions decisions, Appeals appeals, Outbox outbox, AppealConfig config, Clock clock) {
        this.decisions = decisions;
        this.appeals = appeals;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    AppealView file(Filing filing, String publisher, String who) {
        Instant now = clock.instant();
        AppealedDecisions.Appealed appealed = decisions
                .find(filing.releaseRequestId(), filing.decisionSequence(), publisher)
                .orElseThrow(() -> ProblemException.notFound("decision"));
        UUID subject = subjectOf(appealed, filing.against());
        if (!now.isBefore(appealed.decidedAt().plus(config.term()))) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The decision could be appealed until "
                            + appealed.decidedAt().plus(config.term()) + ".");
        }
        if (appeals.existsAgainst(filing.against(), subject)) {
            throw ProblemException.of(ProblemType.INVALID_STATE, "An appeal against this was filed already.");
        }
        AppealRow row = row(filing, publisher, subject, who, now);
        appeals.persist(row);
        outbox.append(AppealEvent.FILED.of(row, now));
        return AppealView.of(row, false);
    }

    private static UUID subjectOf(AppealedDecisions.Appealed appealed, AppealAgainst against) {
        return (switch (against) {
                    case VERDICT -> appealed.failedTest();
                    case GUIDANCE -> appealed.guidance();
                    case LISTING_BAN -> appealed.ban();
                })
                .orElseThrow(() -> ProblemException.of(
                                ProblemType.INVALID_STATE, "The decision does not rest on a " + against + ".")
                        .at("/against", "is not what the decision rests on"));
    }

    private AppealRow row(Filing filing, String publisher, UUID subject, String who, Instant now) {
        AppealRow row = new AppealRow();
        row.id = Ids.next();
        row.publisherId = publisher;
        row.releaseRequestId = filing.releaseRequestId();
        row.decisionSequence = filing.decisionSequence();
        row.against = filing.against();
        row.subjectId = subject;
        row.state = AppealState.FILED;
        row.reason = filing.reason();
        row.filedBy = who;
        row.filedAt = now;
        row.dueAt = now.plus(config.decisionTerm());
        return row;
    }
}
