package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A dated rule that sends every publisher's releases of some kinds to a technical test, once it is confirmed. */
record ReviewWindow(
        UUID id, Instant from, Instant to, Set<ReleaseKind> kinds, String reason, Recording recorded, State state) {

    record Recording(String by, Instant at) {}

    /** Where a window is in its life; a step exists only on the state that allows it. */
    sealed interface State {

        /** A rumour may be recorded; it enforces nothing. */
        record Recorded() implements State {
            Confirmed confirm(String officer, Instant at) {
                return new Confirmed(officer, at);
            }
        }

        /** A second officer has agreed: it enforces while it is open. */
        record Confirmed(String by, Instant at) implements State {
            Ended end(Ending ending) {
                return new Ended(this, ending);
            }
        }

        /** Ended before its time, by two officers. */
        record Ended(Confirmed confirmed, Ending ending) implements State {}
    }

    ReviewWindow confirm(String officer, Instant at) {
        if (!(state instanceof State.Recorded open)) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    state instanceof State.Confirmed
                            ? "The review window is confirmed already."
                            : "The review window has ended; there is nothing left to confirm.");
        }
        if (recorded.by().equals(officer)) {
            throw ProblemException.of(
                    ProblemType.SECOND_OFFICER_REQUIRED,
                    "A review window is confirmed by an officer other than the one who recorded it.");
        }
        return with(open.confirm(officer, at));
    }

    ReviewWindow end(Ending ending) {
        return with(confirmed().end(ending));
    }

    State.Confirmed confirmed() {
        if (state instanceof State.Confirmed confirmed) {
            return confirmed;
        }
        throw ProblemException.of(
                ProblemType.INVALID_STATE,
                state instanceof State.Ended
                        ? "The review window has ended already."
                        : "The review window was never confirmed, so it enforces nothing and cannot be ended.");
    }

    /** Whether it enforced at {@code asOf}, going by what was known at {@code knownAt}. */
    boolean open(Instant asOf, Instant knownAt) {
        if (state instanceof State.Recorded || asOf.isBefore(from) || !asOf.isBefore(to)) {
            return false;
        }
        if (state instanceof State.Ended ended) {
            Instant end = ended.ending().at();
            return !ended.confirmed().at().isAfter(knownAt) && (end.isAfter(asOf) || end.isAfter(knownAt));
        }
        return !((State.Confirmed) state).at().isAfter(knownAt);
    }

    /** All at which {@link #open} may change while the state stays. */
    Stream<Instant> instants() {
        Stream<Instant> limits = Stream.of(from, to);
        return state instanceof State.Ended ended
                ? Stream.concat(limits, Stream.of(ended.ending().at()))
                : limits;
    }

    private ReviewWindow with(State next) {
        return new ReviewWindow(id, from, to, kinds, reason, recorded, next);
    }
}
