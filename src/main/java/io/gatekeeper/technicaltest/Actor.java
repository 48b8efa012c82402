package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Caller;

/**
 * Who does something to a case, for its history.
 *
 * @param organisation a laboratory, a publisher, a platform, an office, or the gate itself
 * @param subject      the person or system that acted for it
 */
record Actor(String organisation, String subject) {

    static final Actor GATE = new Actor("gatekeeper", "gatekeeper");

    /** The organisation of officers where it is not told which. */
    static final String OFFICERS = "regulator";

    static Actor of(Caller caller) {
        return new Actor(caller.organisation(), caller.subject());
    }

    /** An officer, of whose office this package is not told. */
    static Actor ofRegulator(String officer) {
        return new Actor(OFFICERS, officer);
    }

    /** A platform's release request, which acts through the gate. */
    static Actor ofPlatform(String platformId) {
        return new Actor(platformId, GATE.subject());
    }
}
