package io.gatekeeper.artifact;

import io.gatekeeper.identity.Caller;

/**
 * Who uploads, and the person or system that does it for them.
 *
 * @param platformId the platform, the laboratory, or the publisher's credit code
 */
record Uploader(String platformId, String subject) {

    static Uploader of(Caller caller) {
        return new Uploader(caller.organisation(), caller.subject());
    }
}
