package io.gatekeeper.release;

import io.gatekeeper.technicaltest.FileLocations;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Tells the laboratories' side where the file of a release is said to be. */
@ApplicationScoped
class LocationsOfReleases implements FileLocations {

    private final ReleaseRequests requests;
    private final Documents documents;

    LocationsOfReleases(ReleaseRequests requests, Documents documents) {
        this.requests = requests;
        this.documents = documents;
    }

    @Override
    public List<Named> of(Collection<UUID> releaseRequestIds) {
        if (releaseRequestIds.isEmpty()) {
            return List.of();
        }
        // An id rises with the instant it was given.
        return requests.list("id in ?1", releaseRequestIds).stream()
                .sorted(Comparator.comparing(ReleaseRequestRow::id).reversed())
                .flatMap(row -> Stream.ofNullable(documents
                                .submission(row.submission())
                                .artifact()
                                .location())
                        .map(location -> new Named(URI.create(location), row.platformId())))
                .toList();
    }
}
