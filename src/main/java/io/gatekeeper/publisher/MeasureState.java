package io.gatekeeper.publisher;

import java.time.Instant;
import java.util.Optional;

/** Where a measure is in its life; a step exists only on the state that allows it. */
sealed interface MeasureState {

    /** It binds, confirmed or not. */
    sealed interface Open extends MeasureState permits InForce, Confirmed {

        /** Who confirmed it so far, if anybody has. */
        Optional<Confirmed> confirmation();

        default Lifted lift(Ending ending) {
            return new Lifted(confirmation(), ending);
        }

        default Rescinded rescind(Ending ending) {
            return new Rescinded(confirmation(), ending);
        }
    }

    /** Imposed, and binding from that moment, but no second officer has agreed yet. */
    record InForce() implements Open {

        @Override
        public Optional<Confirmed> confirmation() {
            return Optional.empty();
        }

        Confirmed confirm(String officer, Instant at) {
            return new Confirmed(officer, at);
        }
    }

    /** A second officer has agreed. */
    record Confirmed(String by, Instant at) implements Open {

        @Override
        public Optional<Confirmed> confirmation() {
            return Optional.of(this);
        }
    }

    /** Ended by two officers: it was in force until then. */
    record Lifted(Optional<Confirmed> confirmation, Ending ending) implements MeasureState {}

    /** Undone by two officers: with that knowledge it never was in force. */
    record Rescinded(Optional<Confirmed> confirmation, Ending ending) implements MeasureState {}
}
