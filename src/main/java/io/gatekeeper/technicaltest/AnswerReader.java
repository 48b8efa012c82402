package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.ArtifactReader;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** A laboratory reads the files a publisher sent with its answers in a case that it holds the claim of. */
@ApplicationScoped
class AnswerReader implements ArtifactReader {

    private final TestRows tests;
    private final Clock clock;

    AnswerReader(TestRows tests, Clock clock) {
        this.tests = tests;
        this.clock = clock;
    }

    @Override
    public boolean mayRead(Caller caller, String sha256) {
        return caller.is(Role.LABORATORY) && tests.isAnsweredWith(caller.organisation(), sha256, clock.instant());
    }
}
