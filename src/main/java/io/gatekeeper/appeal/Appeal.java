package io.gatekeeper.appeal;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.time.Instant;

/** The life of an appeal: to uphold one frees something and takes two officers, to dismiss one takes one. */
sealed interface Appeal {

    AppealState state();

    /** What an officer said, and when. */
    record Officer(String name, String reason, Instant at) {}

    /** Not decided yet. */
    sealed interface Open extends Appeal {

        default Dismissed dismissed(Officer officer) {
            return new Dismissed(officer);
        }
    }

    record Filed() implements Open {

        Proposed proposed(Officer officer) {
            return new Proposed(officer);
        }

        @Override
        public AppealState state() {
            return AppealState.FILED;
        }
    }

    /** One officer would uphold it. */
    record Proposed(Officer by) implements Open {

        Upheld upheld(Officer second) {
            if (second.name().equals(by.name())) {
                throw ProblemException.of(
                        ProblemType.SECOND_OFFICER_REQUIRED,
                        "The caller has proposed this already; another officer has to agree to it.");
            }
            return new Upheld(by, second);
        }

        @Override
        public AppealState state() {
            return AppealState.PROPOSED;
        }
    }

    record Upheld(Officer proposedBy, Officer by) implements Appeal {
        @Override
        public AppealState state() {
            return AppealState.UPHELD;
        }
    }

    record Dismissed(Officer by) implements Appeal {
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
