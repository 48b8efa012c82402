package io.gatekeeper.release;

/** Why the gate decided when it did. */
public enum Cause {
    /** The platform submitted the release. */
    SUBMITTED,
    /** The publisher's standing, a review window, a policy or the time changed. */
    STANDING_CHANGED,
    /** The technical test went on: asked, answered, overdue, concluded. */
    TEST_CHANGED,
    /** Two officers granted the release an expedition. */
    EXPEDITION_GRANTED,
    /** An appeal against the verdict was upheld, and it counts for nothing any more. */
    APPEAL_UPHELD,
    /** The platform reported the listing, and the facts had to be proved again. */
    LISTING_REPORTED
}
