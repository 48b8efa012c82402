package io.gatekeeper.publisher;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the regime enforces on one publisher at one instant: the part of the gate's evidence this package answers for.
 *
 * @param statusVersion rises with every change of the publisher's standing; 0 for one nobody has heard of
 * @param regimeVersion rises with every change that concerns all publishers: review windows, policies
 * @param guidance      the measure of transitional guidance in force, if any
 * @param ban           the listing ban in force, if any
 * @param windows       the confirmed review windows that are open at {@code at}
 * @param policy        the policy in effect at {@code at}; empty when none is, and then nothing can be proved
 * @param changesAt     the next instant at which this changes by itself (a window opens or ends, a policy takes effect)
 */
public record EnforcedStanding(
        CreditCode publisher,
        Instant at,
        long statusVersion,
        long regimeVersion,
        boolean registered,
        Optional<UUID> guidance,
        Optional<UUID> ban,
        List<OpenWindow> windows,
        Optional<Policy> policy,
        Optional<Instant> changesAt) {

    /** A review window that is open now. */
    public record OpenWindow(UUID id, Instant from, Instant to, Set<ReleaseKind> kinds) {}
}
