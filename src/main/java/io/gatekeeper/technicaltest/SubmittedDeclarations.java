package io.gatekeeper.technicaltest;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Says, for the feature that keeps the submissions, what was declared with them. */
public interface SubmittedDeclarations {

    /** The {@code declarations} of the latest of these release requests that has any, as JSON. */
    Optional<String> latestOf(Collection<UUID> releaseRequestIds);
}
