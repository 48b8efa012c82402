package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.ArtifactReader;
import io.gatekeeper.artifact.Artifacts;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * A laboratory reads the evidence of a case that it holds the claim of, also what another recorded before it; but only files
 * that the laboratory which named them has brought: to know a digest is not to have the file.
 */
@ApplicationScoped
class EvidenceReader implements ArtifactReader {

    private final TestRows tests;
    private final Artifacts artifacts;
    private final Clock clock;

    EvidenceReader(TestRows tests, Artifacts artifacts, Clock clock) {
        this.tests = tests;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Override
    public boolean mayRead(Caller caller, String sha256) {
        return caller.is(Role.LABORATORY)
                && tests.namedAsEvidence(caller.organisation(), sha256, clock.instant()).stream()
                        .anyMatch(laboratory -> artifacts.isUploadedBy(laboratory, sha256));
    }
}
