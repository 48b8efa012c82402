package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The life of a review window: recorded by one officer, confirmed by another, ended by two. */
@ApplicationScoped
class KeepReviewWindows {

    private final ReviewWindows windows;
    private final Regime regime;
    private final TwoOfficers officers;
    private final Clock clock;

    KeepReviewWindows(ReviewWindows windows, Regime regime, TwoOfficers officers, Clock clock) {
        this.windows = windows;
        this.regime = regime;
        this.officers = officers;
        this.clock = clock;
    }

    /** A window that is only recorded enforces nothing, so the regime stays as it is. */
    @Transactional
    public ReviewWindowView record(ReviewWindowBody body, String officer) {
        Instant now = clock.instant();
        if (!body.to().isAfter(body.from())) {
            throw ProblemException.invalid("/to", "must be after from");
        }
        if (!body.to().isAfter(now)) {
            throw ProblemException.invalid("/to", "must not be in the past");
        }
        ReviewWindow window = new ReviewWindow(
                Ids.next(),
                body.from(),
                body.to(),
                body.kinds(),
                body.reason(),
                new ReviewWindow.Recording(officer, now),
                new ReviewWindow.State.Recorded());
        ReviewWindowRow row = ReviewWindowRow.of(window);
        windows.persist(row);
        return ReviewWindowView.of(row);
    }

    @Transactional
    public ReviewWindowView confirm(UUID id, String officer) {
        ReviewWindowRow row = lock(id);
        ReviewWindow confirmed = row.window().confirm(officer, clock.instant());
        regime.lock();
        row.become(confirmed.state());
        regime.raiseVersion();
        return ReviewWindowView.of(row);
    }

    @Transactional
    public Proposal.Outcome<ReviewWindowView> end(UUID id, String reason, String officer) {
        ReviewWindowRow row = lock(id);
        // Only a confirmed window can be ended, and that is said before anything is proposed.
        row.window().confirmed();
        TwoOfficers.Agreement agreement =
                officers.agree(TwoOfficers.Act.REVIEW_WINDOW_ENDING, id.toString(), reason, officer, clock.instant());
        if (agreement.ending().isEmpty()) {
            return new Proposal.Outcome<>(agreement.proposal(), null);
        }
        regime.lock();
        row.become(row.window().end(agreement.ending().get()).state());
        regime.raiseVersion();
        return new Proposal.Outcome<>(null, ReviewWindowView.of(row));
    }

    private ReviewWindowRow lock(UUID id) {
        return windows.lock(id).orElseThrow(() -> ProblemException.notFound("review window"));
    }
}
