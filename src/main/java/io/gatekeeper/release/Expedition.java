package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.OfficerSaid;
import java.time.Instant;

/** The life of the wish to expedite a release: what frees takes two officers, what does not takes one. */
sealed interface Expedition {

    ExpeditionState state();

    /** Not granted and not refused. */
    sealed interface Undecided extends Expedition {

        default Refused refused(OfficerSaid officer) {
            return new Refused(officer);
        }
    }

    /** The platform asks. */
    record Requested() implements Undecided {

        Proposed proposed(OfficerSaid officer) {
            return new Proposed(officer);
        }

        @Override
        public ExpeditionState state() {
            return ExpeditionState.REQUESTED;
        }
    }

    /** One officer would grant it. */
    record Proposed(OfficerSaid by) implements Undecided {

        /** @param validUntil from then on the release waits for its test like any other */
        Granted granted(OfficerSaid second, Instant validUntil) {
            OfficerSaid.demandAnother(by.by(), second.by());
            return new Granted(by, second, validUntil);
        }

        @Override
        public ExpeditionState state() {
            return ExpeditionState.PROPOSED;
        }
    }

    /** For a time the release need not wait for the verdict. */
    record Granted(OfficerSaid proposedBy, OfficerSaid by, Instant validUntil) implements Expedition {

        @Override
        public ExpeditionState state() {
            return ExpeditionState.GRANTED;
        }
    }

    /** The release waits for its test like any other. */
    record Refused(OfficerSaid by) implements Expedition {

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
