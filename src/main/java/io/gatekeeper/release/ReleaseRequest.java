package io.gatekeeper.release;

import io.gatekeeper.gate.Decision;
import io.gatekeeper.gate.HoldReason;
import io.gatekeeper.gate.Outcome;
import java.time.Instant;
import java.util.UUID;

/**
 * The life of a release request: a transition exists only on the state that allows it.
 *
 * <pre>
 * submitted ─► HELD ⇄ CLEARED ─► LISTED
 *               │  └────┴──────► REJECTED, WITHDRAWN
 *               └──────────────► SUPERSEDED
 * REJECTED ─► HELD, CLEARED when the verdict was set aside on appeal
 * </pre>
 */
sealed interface ReleaseRequest {

    UUID id();

    ReleaseState state();

    /** The life begins with the gate's first decision. */
    static ReleaseRequest submitted(UUID id, Decision decision) {
        return Open.decided(id, decision, decision.decidedAt());
    }

    /** Not yet at its end: a new decision may change it, and its platform may withdraw it. */
    sealed interface Open extends ReleaseRequest {

        /** What a new decision on present facts makes of it. */
        ReleaseRequest decided(Decision decision);

        default Withdrawn withdrawn(Instant at) {
            return new Withdrawn(id(), at);
        }

        private static ReleaseRequest decided(UUID id, Decision decision, Instant heldSince) {
            if (decision.outcome() == Outcome.PUBLISH) {
                return new Cleared(id);
            }
            return decision.has(HoldReason.TEST_FAILED)
                    ? new Rejected(id, decision.decidedAt())
                    : new Held(id, heldSince);
        }
    }

    /** Waits, and has a reason, an owner and a due instant. */
    record Held(UUID id, Instant heldSince) implements Open {

        @Override
        public ReleaseRequest decided(Decision decision) {
            return Open.decided(id, decision, heldSince);
        }

        /** The platform submitted a newer version, another artifact or a corrected declaration of the same app. */
        Superseded superseded(UUID by, Instant at) {
            return new Superseded(id, by, at);
        }

        @Override
        public ReleaseState state() {
            return ReleaseState.HELD;
        }
    }

    /** May be listed as long as the facts it was cleared on stand. */
    record Cleared(UUID id) implements Open {

        @Override
        public ReleaseRequest decided(Decision decision) {
            return Open.decided(id, decision, decision.decidedAt());
        }

        /** The platform lists it now; the caller has decided PUBLISH on present facts in this transaction. */
        Listed listed(Instant at) {
            return new Listed(id, at);
        }

        @Override
        public ReleaseState state() {
            return ReleaseState.CLEARED;
        }
    }

    /** Before the public; no measure touches it any more. */
    record Listed(UUID id, Instant at) implements ReleaseRequest {
        @Override
        public ReleaseState state() {
            return ReleaseState.LISTED;
        }
    }

    /** Its technical test failed; a mended artifact is a new request. */
    record Rejected(UUID id, Instant at) implements ReleaseRequest {

        /** The verdict was set aside on appeal, and the gate has decided on what there is without it. */
        ReleaseRequest reopened(Decision decision) {
            return Open.decided(id, decision, decision.decidedAt());
        }

        @Override
        public ReleaseState state() {
            return ReleaseState.REJECTED;
        }
    }

    /** Taken back by its platform. */
    record Withdrawn(UUID id, Instant at) implements ReleaseRequest {
        @Override
        public ReleaseState state() {
            return ReleaseState.WITHDRAWN;
        }
    }

    /** Replaced, while it was held, by a later request of the same platform for the same app. */
    record Superseded(UUID id, UUID by, Instant at) implements ReleaseRequest {
        @Override
        public ReleaseState state() {
            return ReleaseState.SUPERSEDED;
        }
    }
}
