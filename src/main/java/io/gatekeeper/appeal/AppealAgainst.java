package io.gatekeeper.appeal;

/** What behind a hold an appeal is against. */
enum AppealAgainst {
    /** The failed technical test of the artifact. */
    VERDICT,
    /** The transitional guidance the publisher is under. */
    GUIDANCE,
    LISTING_BAN
}
