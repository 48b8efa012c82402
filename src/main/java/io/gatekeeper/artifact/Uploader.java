package io.gatekeeper.artifact;

import io.gatekeeper.identity.Caller;

/** The platform that uploads, and the person or system that does it for it. */
record Uploader(String platformId, String subject) {

    static Uploader of(Caller caller) {
        return new Uploader(caller.organisation(), caller.subject());
    }
}
