package io.gatekeeper.appeal;

/** Where an appeal stands; whatever it is, the hold stands until something that was upheld changes it. */
enum AppealState {
    FILED,
    /** One officer would uphold it; nothing has changed. */
    PROPOSED,
    UPHELD,
    DISMISSED
}
