package io.gatekeeper.release;

/** Where the wish to expedite a release stands. */
public enum ExpeditionState {
    /** The platform asks; nothing has changed. */
    REQUESTED,
    /** One officer would grant it; nothing has changed. */
    PROPOSED,
    /** Two officers granted it. */
    GRANTED,
    REFUSED
}
