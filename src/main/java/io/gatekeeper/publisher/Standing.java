package io.gatekeeper.publisher;

/** A publisher's derived status, from the mildest to the strictest, and the one of a publisher nobody registered. */
public enum Standing {
    CLEAR,
    /** One notice less than {@link #AT_LIMIT}. */
    WATCH,
    /** As many notices as the policy allows; the next one imposes a measure. */
    AT_LIMIT,
    /** Transitional administrative guidance is in force: every new release needs a passed technical test. */
    UNDER_GUIDANCE,
    /** A listing ban is in force: no new release at all. */
    BARRED,
    UNVERIFIED
}
