package io.gatekeeper.publisher;

import java.time.Instant;

/** An end that takes two officers: the one who proposed it and the other who agreed. */
record Ending(String proposedBy, String by, String reason, Instant at) {

    Ending {
        if (proposedBy.equals(by)) {
            throw new IllegalArgumentException("the second officer is never the first");
        }
    }
}
