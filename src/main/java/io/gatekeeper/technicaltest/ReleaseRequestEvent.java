package io.gatekeeper.technicaltest;

import java.util.UUID;

/** What the release side tells of a release request: it needs a technical test, or no longer does. */
sealed interface ReleaseRequestEvent permits TestRequested, TestNoLongerNeeded {

    UUID releaseRequestId();

    TestSubject subject();
}
