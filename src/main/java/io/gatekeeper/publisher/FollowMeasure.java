package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What officers do with a measure that is in force: confirm it, lift it, or undo it. */
@ApplicationScoped
class FollowMeasure {

    private final StandingUpdates standings;
    private final Measures measures;
    private final TwoOfficers officers;
    private final Clock clock;

    FollowMeasure(StandingUpdates standings, Measures measures, TwoOfficers officers, Clock clock) {
        this.standings = standings;
        this.measures = measures;
        this.officers = officers;
        this.clock = clock;
    }

    @Transactional
    public MeasureView confirm(UUID id, String officer) {
        StandingUpdates.Locked locked = lockPublisherOf(id);
        MeasureRow row = measures.findById(id);
        row.become(row.measure().confirm(officer, locked.at()).state());
        standings.settle(locked, new Cause(Cause.Type.MEASURE_CONFIRMED, id.toString()), officer);
        return MeasureView.of(row);
    }

    @Transactional
    public Proposal.Outcome<MeasureView> lift(UUID id, String reason, String officer) {
        return end(TwoOfficers.Act.MEASURE_LIFTING, id, reason, officer);
    }

    @Transactional
    public Proposal.Outcome<MeasureView> rescind(UUID id, String reason, String officer) {
        return end(TwoOfficers.Act.MEASURE_RESCISSION, id, reason, officer);
    }

    private Proposal.Outcome<MeasureView> end(TwoOfficers.Act act, UUID id, String reason, String officer) {
        StandingUpdates.Locked locked = lockPublisherOf(id);
        MeasureRow row = measures.findById(id);
        Measure measure = row.measure();
        // An ended measure is no matter for two officers any more, so that is said before anything is proposed.
        measure.open();
        TwoOfficers.Agreement agreement = officers.agree(act, id.toString(), reason, officer, locked.at());
        if (agreement.ending().isEmpty()) {
            return new Proposal.Outcome<>(agreement.proposal(), null);
        }
        Ending ending = agreement.ending().get();
        boolean lifting = act == TwoOfficers.Act.MEASURE_LIFTING;
        row.become((lifting ? measure.lift(ending) : measure.rescind(ending)).state());
        Cause.Type cause = lifting ? Cause.Type.MEASURE_LIFTED : Cause.Type.MEASURE_RESCINDED;
        standings.settle(locked, new Cause(cause, id.toString()), officer);
        return new Proposal.Outcome<>(null, MeasureView.of(row));
    }

    /** All changes of a measure happen under the lock of its publisher. */
    private StandingUpdates.Locked lockPublisherOf(UUID id) {
        CreditCode publisher = measures.publisherOf(id).orElseThrow(() -> ProblemException.notFound("measure"));
        return standings.lock(List.of(publisher), clock.instant());
    }
}
