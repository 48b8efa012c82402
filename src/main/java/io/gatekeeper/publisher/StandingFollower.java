package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import java.util.Optional;

/** Who follows changes of what is enforced up, and must not forget one. */
public interface StandingFollower {

    /**
     * What remembers a change, written with it: it is owed if and only if the change is there.
     *
     * @param publisher whose standing changed; empty when the regime changed for all
     */
    Part<Void> remembering(Optional<CreditCode> publisher);
}
