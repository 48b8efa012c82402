package io.gatekeeper.artifact;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;

/** Who reads a file, as it is recorded. */
record ArtifactViewer(Role role, String organisation, String subject) {

    /** @param role the one that lets the caller read */
    static ArtifactViewer as(Role role, Caller caller) {
        return new ArtifactViewer(role, caller.organisation(), caller.subject());
    }
}
