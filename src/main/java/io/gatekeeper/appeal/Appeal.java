package io.gatekeeper.appeal;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.OfficerSaid;

/** The life of an appeal: to uphold one frees something and takes two officers, to dismiss one takes one. */
sealed interface Appeal {

    AppealState state();

    /** Not decided yet. */
    sealed interface Open extends Appeal {

        default Dismissed dismissed(OfficerSaid officer) {
            return new Dismissed(officer);
        }
    }

    record Filed() implements Open {

        Proposed proposed(OfficerSaid officer) {
            return new Proposed(officer);
        }

        @Override
        public AppealState state() {
            return AppealState.FILED;
        }
    }

    /** One officer would uphold it. */
    record Proposed(OfficerSaid by) implements Open {

        Upheld upheld(OfficerSaid second) {
            OfficerSaid.demandAnother(by.by(), second.by());
            return new Upheld(by, second);
        }

        @Override
        public AppealState state() {
            return AppealState.PROPOSED;
        }
    }

    record Upheld(OfficerSaid proposedBy, OfficerSaid by) implements Appeal {
        @Override
        public AppealState state() {
            return AppealState.UPHELD;
        }
    }

    record Dismissed(OfficerSaid by) implements Appeal {
        @Override
        public AppealState state() {
            return AppealState.DISMISSED;
        }
    }

    /** The appeal as it can still be decided, or the problem answer that says why not. */
    default Open open() {
        if (this instanceof Open open) {
            return open;
        }
        throw ProblemException.of(
                ProblemType.INVALID_STATE, "The appeal is " + state() + " already, and that is final.");
    }
}
