package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.ArtifactReader;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** A laboratory reads the file of a test it holds the claim of. */
@ApplicationScoped
class AssignedLaboratory implements ArtifactReader {

    private final TestRows tests;
    private final Clock clock;

    AssignedLaboratory(TestRows tests, Clock clock) {
        this.tests = tests;
        this.clock = clock;
    }

    @Override
    public boolean mayRead(Caller caller, String sha256) {
        return caller.is(Role.LABORATORY) && tests.isClaimedBy(caller.organisation(), sha256, clock.instant());
    }
}
