package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.time.Instant;

/** The life of the wish to expedite a release: what frees takes two officers, what does not takes one. */
sealed interface Expedition {

    ExpeditionState state();

    /** What an officer said, and when. */
    record Officer(String name, String reason, Instant at) {}

    /** Not granted and not refused. */
    sealed interface Undecided extends Expedition {

        default Refused refused(Officer officer) {
            return new Refused(officer);
        }
    }

    /** The platform asks. */
    record Requested() implements Undecided {

        Proposed proposed(Officer officer) {
            return new Proposed(officer);
        }

        @Override
        public ExpeditionState state() {
            return ExpeditionState.REQUESTED;
        }
    }

    /** One officer would grant it. */
    record Proposed(Officer by) implements Undecided {

        /** @param validUntil from then on the release waits for its test like any other */
        Granted granted(Officer second, Instant validUntil) {
            if (second.name().equals(by.name())) {
                throw ProblemException.of(
                        ProblemType.SECOND_OFFICER_REQUIRED,
                        "The caller has proposed this already; another officer has to agree to it.");
            }
            return new Granted(by, second, validUntil);
        }

        @Override
        public ExpeditionState state() {
            return ExpeditionState.PROPOSED;
        }
    }

    /** For a time the release need not wait for the verdict. */
    record Granted(Officer proposedBy, Officer by, Instant validUntil) implements Expedition {

        @Override
        public ExpeditionState state() {
            return ExpeditionState.GRANTED;
        }
    }

    /** The release waits for its test like any other. */
    record Refused(Officer by) implements Expedition {

        @Override
        public ExpeditionState state() {
            return ExpeditionState.REFUSED;
        }
    }

    /** The wish as it can still be decided, or the problem answer that says why not. */
    default Undecided undecided() {
        if (this instanceof Undecided undecided) {
            return undecided;
        }
        throw ProblemException.of(ProblemType.INVALID_STATE, "The expedition is " + state() + " already.");
    }
}
