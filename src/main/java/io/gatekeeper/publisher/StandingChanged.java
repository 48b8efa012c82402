package io.gatekeeper.publisher;

import java.util.Optional;

/**
 * Fired as a CDI event in the transaction that changes what is enforced, for those who begin something once it has committed.
 * What must not be forgotten is a {@link StandingFollower}'s to remember.
 *
 * @param publisher whose standing changed; empty when the regime changed for all
 */
public record StandingChanged(Optional<CreditCode> publisher) {}
