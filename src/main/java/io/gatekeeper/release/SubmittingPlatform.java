package io.gatekeeper.release;

import io.gatekeeper.artifact.ArtifactReader;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;

/** A platform reads the file of a release request of its own that is open; whoever brought the file reads it anyway. */
@ApplicationScoped
class SubmittingPlatform implements ArtifactReader {

    private final ReleaseRequests releases;

    SubmittingPlatform(ReleaseRequests releases) {
        this.releases = releases;
    }

    @Override
    public boolean mayRead(Caller caller, String sha256) {
        return caller.is(Role.PLATFORM) && releases.isOpenFor(caller.organisation(), sha256);
    }
}
