package io.gatekeeper.publisher;

import java.util.Optional;

/**
 * Fired as a CDI event in the transaction that changes what is enforced, for those who must follow it up.
 *
 * @param publisher whose standing changed; empty when the regime changed for all
 */
public record StandingChanged(Optional<CreditCode> publisher) {}
