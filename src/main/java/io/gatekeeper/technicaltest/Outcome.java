package io.gatekeeper.technicaltest;

import java.util.Collection;
import java.util.Optional;

/** What a verdict says. */
enum Outcome {
    PASSED,
    FAILED;

    /** Why this verdict cannot be given on these findings; the database refuses the same. */
    Optional<String> objection(Collection<Severity> found) {
        return switch (this) {
            case PASSED ->
                found.stream().anyMatch(Severity::standsAgainstAPass)
                        ? Optional.of("A test with a MAJOR or CRITICAL finding cannot pass.")
                        : Optional.empty();
            case FAILED ->
                found.isEmpty() ? Optional.of("A test fails by its findings, and there is none.") : Optional.empty();
        };
    }
}
