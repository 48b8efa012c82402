package io.gatekeeper.artifact;

import io.gatekeeper.identity.Caller;

/** Says for one feature who may read a file because of what that feature knows. */
public interface ArtifactReader {

    /** @param sha256 64 lower-case hex digits */
    boolean mayRead(Caller caller, String sha256);
}
