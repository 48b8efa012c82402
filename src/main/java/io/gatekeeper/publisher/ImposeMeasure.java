package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** An officer orders a measure; it is in force from that moment and confirmed by another afterwards. */
@ApplicationScoped
class ImposeMeasure {

    private final StandingUpdates standings;
    private final Event<MeasureImposed> imposed;
    private final Clock clock;

    ImposeMeasure(StandingUpdates standings, Event<MeasureImposed> imposed, Clock clock) {
        this.standings = standings;
        this.imposed = imposed;
        this.clock = clock;
    }

    @Transactional
    public MeasureView impose(MeasureOrder order, String officer) {
        CreditCode publisher = CreditCode.parse(order.publisherId(), "/publisherId");
        StandingUpdates.Locked locked = standings.lock(List.of(publisher), clock.instant());
        if (locked.before().get(publisher).isInForce(order.type())) {
            throw ProblemException.of(
                    ProblemType.MEASURE_IN_FORCE, "A measure of this type is in force against the publisher already.");
        }
        Measure measure = new Measure(
                Ids.next(),
                publisher,
                order.type(),
                new Measure.Imposition(officer, locked.at(), locked.at(), Optional.empty()),
                new MeasureState.InForce());
        MeasureRow row = MeasureRow.of(measure, locked.regime().policyNow(locked.at()));
        row.channel = order.channel();
        row.legalBasis = order.legalBasis();
        row.reason = order.reason();
        standings.impose(locked, row, officer);
        imposed.fire(new MeasureImposed(row.type, MeasureImposed.By.OFFICER));
        return MeasureView.of(row);
    }
}
