package io.gatekeeper.release;

import io.gatekeeper.identity.Bearer;
import io.gatekeeper.identity.Role;
import java.util.Optional;

/**
 * Which release requests a caller may see: a platform its own, a publisher those of its own apps, an authority all.
 *
 * @param platformId  only this platform's; empty for any
 * @param publisherId only this publisher's; empty for any
 */
record Scope(Optional<String> platformId, Optional<String> publisherId) {

    static final Scope ANY = new Scope(Optional.empty(), Optional.empty());

    static Scope of(Bearer caller) {
        if (caller.is(Role.REGULATOR) || caller.is(Role.AUDITOR)) {
            return ANY;
        }
        return caller.is(Role.PLATFORM)
                ? platform(caller.organisation())
                : new Scope(Optional.empty(), Optional.of(caller.organisation()));
    }

    static Scope platform(String platformId) {
        return new Scope(Optional.of(platformId), Optional.empty());
    }
}
