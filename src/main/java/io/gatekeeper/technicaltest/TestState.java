package io.gatekeeper.technicaltest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a technical test stands, as it is stored and shown. What each state allows is in {@link TestLife}. */
public enum TestState {
    /** The file is there and is being screened. */
    OPENED,
    /** The platform has not brought the file yet; the clock runs. */
    AWAITING_ARTIFACT,
    /** The screening has ended; nobody sees it, because a screened case is queued in the same transaction. */
    SCREENED,
    /** Waits for a laboratory. */
    QUEUED,
    /** A laboratory holds the claim and examines the artifact. */
    IN_TEST,
    /** The laboratory asked the publisher something; the clock stands still. */
    AWAITING_PUBLISHER,
    /** A second laboratory came to another verdict than the first; officers decide. */
    CONTRADICTED,
    PASSED,
    FAILED,
    /** Nobody needs it any more. */
    CANCELLED;

    static final List<TestState> OPEN =
            List.of(OPENED, AWAITING_ARTIFACT, QUEUED, IN_TEST, AWAITING_PUBLISHER, CONTRADICTED);

    /** Empty for a text this version does not know, which then proves nothing. */
    static Optional<TestState> of(String text) {
        return Arrays.stream(values()).filter(s -> s.name().equals(text)).findFirst();
    }

    boolean isOpen() {
        return OPEN.contains(this);
    }

    boolean isConcluded() {
        return this == PASSED || this == FAILED;
    }
}
