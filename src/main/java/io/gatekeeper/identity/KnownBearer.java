package io.gatekeeper.identity;

import java.util.Set;

/** A bearer whose token was verified before and says all that a call needs. */
record KnownBearer(String organisation, Set<Role> roles) implements Bearer {

    @Override
    public boolean is(Role role) {
        return roles.contains(role);
    }

    boolean isAny(Set<Role> allowed) {
        for (Role role : roles) {
            if (allowed.contains(role)) {
                return true;
            }
        }
        return false;
    }
}
