package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Two officers withdraw a notice: it counts no more. Measures it has led to stay until an order ends them. */
@ApplicationScoped
class WithdrawNotice {

    private final Notices notices;
    private final NameResolution names;
    private final TwoOfficers officers;
    private final StandingUpdates standings;
    private final Clock clock;

    WithdrawNotice(
            Notices notices, NameResolution names, TwoOfficers officers, StandingUpdates standings, Clock clock) {
        this.notices = notices;
        this.names = names;
        this.officers = officers;
        this.standings = standings;
        this.clock = clock;
    }

    @Transactional
    public Proposal.Outcome<NoticeView> withdraw(String id, String reason, String officer) {
        // The register's lock: whom the notice names must not change under our hands.
        names.lockRegister();
        NoticeRow notice = notices.named(id).orElseThrow(() -> ProblemException.notFound("notice"));
        if (notice.withdrawnAt != null) {
            throw ProblemException.of(ProblemType.INVALID_STATE, "The notice has been withdrawn already.");
        }
        Instant now = clock.instant();
        TwoOfficers.Agreement agreement = officers.agree(TwoOfficers.Act.NOTICE_WITHDRAWAL, id, reason, officer, now);
        if (agreement.ending().isEmpty()) {
            return new Proposal.Outcome<>(agreement.proposal(), null);
        }
        StandingUpdates.Locked locked = standings.lock(notices.publishers(id), now);
        notice.withdraw(agreement.ending().get());
        standings.settle(locked, new Cause(Cause.Type.NOTICE_WITHDRAWN, id), officer);
        return new Proposal.Outcome<>(null, NoticeView.of(notice, notices.entries(id)));
    }
}
