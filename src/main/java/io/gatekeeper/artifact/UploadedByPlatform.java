package io.gatekeeper.artifact;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;

/** Whoever brought a file may read it. */
@ApplicationScoped
class UploadedByPlatform implements ArtifactReader {

    private final ArtifactRows artifacts;

    UploadedByPlatform(ArtifactRows artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public boolean mayRead(Caller caller, String sha256) {
        return (caller.is(Role.PLATFORM) || caller.is(Role.PUBLISHER) || caller.is(Role.LABORATORY))
                && artifacts.uploadedBy(caller.organisation(), sha256).isPresent();
    }
}
