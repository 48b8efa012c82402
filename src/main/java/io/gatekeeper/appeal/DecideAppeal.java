package io.gatekeeper.appeal;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.OfficerSaid;
import io.gatekeeper.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Officers decide an appeal, none of whom has acted in the matter. */
@ApplicationScoped
class DecideAppeal {

    /** What officers can say of an appeal. */
    enum AppealOutcome {
        UPHELD,
        DISMISSED
    }

    /** The body of the call. */
    record AppealDecision(
            @NotNull AppealOutcome outcome,
            @NotBlank @Size(max = 10_000) String reason) {}

    private final Appeals appeals;
    private final Matters matters;
    private final Outbox outbox;
    private final Clock clock;

    DecideAppeal(Appeals appeals, Matters matters, Outbox outbox, Clock clock) {
        this.appeals = appeals;
        this.matters = matters;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    AppealView decide(UUID id, AppealDecision said, String officer) {
        Instant now = clock.instant();
        AppealRow row = appeals.locked(id).orElseThrow(() -> ProblemException.notFound("appeal"));
        Appeal.Open open = row.appeal().open();
        if (matters.actedIn(row).contains(officer)) {
            throw ProblemException.of(
                    ProblemType.SECOND_OFFICER_REQUIRED,
                    "The caller has acted in the matter; another officer has to decide the appeal.");
        }
        OfficerSaid by = new OfficerSaid(officer, said.reason(), now);
        switch (said.outcome()) {
            case DISMISSED -> row.become(open.dismissed(by));
            case UPHELD -> uphold(row, open, by);
        }
        outbox.append((row.state == AppealState.PROPOSED ? AppealEvent.PROPOSED : AppealEvent.DECIDED).of(row, now));
        return AppealView.of(row, true);
    }

    private void uphold(AppealRow row, Appeal.Open open, OfficerSaid by) {
        if (open instanceof Appeal.Proposed proposed) {
            Appeal.Upheld upheld = proposed.upheld(by);
            // Written at once: a decided appeal is never changed again.
            List<UUID> reopened = matters.change(row, upheld);
            row.become(upheld);
            row.reopened(reopened);
        } else if (open instanceof Appeal.Filed filed) {
            row.become(filed.proposed(by));
        }
    }
}
