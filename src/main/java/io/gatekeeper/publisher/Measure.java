package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A measure against one publisher: what was imposed, which never changes, and where it is in its life. */
record Measure(UUID id, CreditCode publisher, MeasureType type, Imposition imposition, MeasureState state) {

    /**
     * How it came about.
     *
     * @param by      the officer whose call imposed it: by order, by recording a notice or by resolving a name in one
     * @param noticed the notice that brought the publisher over the limit; empty for an officer's order
     */
    record Imposition(String by, Instant at, Instant inForceFrom, Optional<Noticed> noticed) {

        boolean involves(String officer) {
            return by.equals(officer)
                    || noticed.map(n -> n.recordedBy().equals(officer)).orElse(false);
        }
    }

    /** The notice that imposed a measure, and who recorded it. */
    record Noticed(String noticeId, String recordedBy) {}

    Measure confirm(String officer, Instant at) {
        if (!(state instanceof MeasureState.InForce inForce)) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    state instanceof MeasureState.Confirmed
                            ? "The measure is confirmed already."
                            : "The measure has ended; there is nothing left to confirm.");
        }
        if (imposition.involves(officer)) {
            throw ProblemException.of(
                    ProblemType.SECOND_OFFICER_REQUIRED,
                    "A measure is confirmed by an officer who neither imposed it nor recorded the notice that did.");
        }
        return with(inForce.confirm(officer, at));
    }

    Measure lift(Ending ending) {
        return with(open().lift(ending));
    }

    Measure rescind(Ending ending) {
        return with(open().rescind(ending));
    }

    MeasureState.Open open() {
        if (state instanceof MeasureState.Open open) {
            return open;
        }
        throw ProblemException.of(ProblemType.INVALID_STATE, "The measure has ended already.");
    }

    /** Whether it was in force at {@code asOf}, going by what was known at {@code knownAt}. */
    boolean inForce(Instant asOf, Instant knownAt) {
        if (imposition.at().isAfter(knownAt) || imposition.inForceFrom().isAfter(asOf)) {
            return false;
        }
        if (state instanceof MeasureState.Lifted lifted) {
            Instant end = lifted.ending().at();
            return end.isAfter(asOf) || end.isAfter(knownAt);
        }
        if (state instanceof MeasureState.Rescinded rescinded) {
            return rescinded.ending().at().isAfter(knownAt);
        }
        return true;
    }

    boolean confirmed(Instant asOf, Instant knownAt) {
        return confirmation()
                .map(c -> !c.at().isAfter(asOf) && !c.at().isAfter(knownAt))
                .orElse(false);
    }

    Optional<MeasureState.Confirmed> confirmation() {
        if (state instanceof MeasureState.Open open) {
            return open.confirmation();
        }
        return state instanceof MeasureState.Lifted lifted
                ? lifted.confirmation()
                : ((MeasureState.Rescinded) state).confirmation();
    }

    private Measure with(MeasureState next) {
        return new Measure(id, publisher, type, imposition, next);
    }
}
