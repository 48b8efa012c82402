package io.gatekeeper.gate;

import java.time.Instant;
import java.util.UUID;

/**
 * What two officers granted a release: that it need not wait for the verdict of its technical test, for a time.
 *
 * @param expeditionId the record of who asked for it, who granted it, and why
 * @param reference    what it is to mend, such as a CVE or a notice
 * @param validUntil   from then on it waives nothing
 */
public record Waiver(UUID expeditionId, String reference, Instant grantedAt, Instant validUntil) {

    boolean standsAt(Instant instant) {
        return !instant.isBefore(grantedAt) && instant.isBefore(validUntil);
    }
}
