package io.gatekeeper.publisher;

import java.util.Optional;

/**
 * Fired as a CDI event in the transaction that changes what is enforced, for those who must follow it up.
 *
 * <p>Observers run under the locks of the change. They may lock the same publisher again, but no other one.
 *
 * @param publisher whose standing changed; empty when the regime changed for all
 */
public record StandingChanged(Optional<CreditCode> publisher) {}
