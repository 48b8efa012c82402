package io.gatekeeper.release;

/** The states of a release request, as JSON and the database name them. */
public enum ReleaseState {
    HELD,
    CLEARED,
    LISTED,
    REJECTED,
    WITHDRAWN,
    SUPERSEDED
}
