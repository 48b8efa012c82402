package io.gatekeeper.release;

import io.gatekeeper.technicaltest.SubmittedDeclarations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Tells the laboratories' side what a release's publisher declares; a file is held against it. */
@ApplicationScoped
class DeclarationsOfReleases implements SubmittedDeclarations {

    private final ReleaseRequests requests;
    private final Documents documents;

    DeclarationsOfReleases(ReleaseRequests requests, Documents documents) {
        this.requests = requests;
        this.documents = documents;
    }

    @Override
    public Optional<String> latestOf(Collection<UUID> releaseRequestIds) {
        if (releaseRequestIds.isEmpty()) {
            return Optional.empty();
        }
        // An id rises with the instant it was given.
        return requests.list("id in ?1", releaseRequestIds).stream()
                .sorted(Comparator.comparing(ReleaseRequestRow::id).reversed())
                .map(row -> documents.submission(row.submission()).declarations())
                .filter(Objects::nonNull)
                .findFirst()
                .map(documents::write);
    }
}
