package io.gatekeeper.publisher;

/** What a standing means for a release, from the mildest to the strictest. */
enum Effect {
    /** Nothing on the publisher's side holds it. */
    PUBLISH,
    /** It is held until it has passed a technical test. */
    HOLD_FOR_TEST,
    /** It is held, and no test helps. */
    HOLD
}
