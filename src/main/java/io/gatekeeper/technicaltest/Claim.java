package io.gatekeeper.technicaltest;

import java.time.Instant;

/**
 * A laboratory's lease of a technical test; it ends by itself.
 *
 * @param laboratory who holds it
 * @param until      from then on another may take it
 */
record Claim(String laboratory, Instant until) {

    boolean hasExpiredAt(Instant now) {
        return !now.isBefore(until);
    }
}
