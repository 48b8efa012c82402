package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an appeal does to a measure. */
@ApplicationScoped
public class AppealedMeasures {

    private final Measures measures;
    private final StandingUpdates standings;
    private final Clock clock;

    AppealedMeasures(Measures measures, StandingUpdates standings, Clock clock) {
        this.measures = measures;
        this.standings = standings;
        this.clock = clock;
    }

    /** Who imposed it, recorded the notice that did, or confirmed it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<String> actedIn(UUID measureId) {
        MeasureRow row = measures.findById(measureId);
        return Stream.of(row.imposedBy, row.noticeRecordedBy, row.confirmedBy)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Undoes it as two officers do by themselves; one that has ended meanwhile is a problem answer. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void rescind(UUID measureId, String first, String second, String reason) {
        CreditCode publisher = measures.publisherOf(measureId).orElseThrow(() -> ProblemException.notFound("measure"));
        StandingUpdates.Locked locked = standings.lock(List.of(publisher), clock.instant());
        MeasureRow row = measures.findById(measureId);
        Measure measure = row.measure();
        measure.open();
        row.become(
                measure.rescind(new Ending(first, second, reason, locked.at())).state());
        standings.settle(locked, new Cause(Cause.Type.MEASURE_RESCINDED, measureId.toString()), second);
    }
}
