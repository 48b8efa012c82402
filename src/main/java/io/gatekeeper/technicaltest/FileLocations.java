package io.gatekeeper.technicaltest;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Says, for the feature that keeps the submissions, where their files are said to be. */
public interface FileLocations {

    /** What one release request names. @param platformId who submitted it */
    record Named(URI location, String platformId) {}

    /** The locations these release requests name, the latest request's first. */
    List<Named> of(Collection<UUID> releaseRequestIds);
}
