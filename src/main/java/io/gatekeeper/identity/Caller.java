package io.gatekeeper.identity;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the present call, taken from its verified token and from nothing else. */
@RequestScoped
public class Caller implements Bearer {

    static final String ORGANISATION_CLAIM = "org";

    private final SecurityIdentity identity;
    private final JsonWebToken token;

    Caller(SecurityIdentity identity, JsonWebToken token) {
        this.identity = identity;
        this.token = token;
    }

    @Override
    public String organisation() {
        return present(token.getClaim(ORGANISATION_CLAIM), ORGANISATION_CLAIM);
    }

    /** The person or system itself; for a regulator, the officer. */
    public String subject() {
        return present(token.getSubject(), "sub");
    }

    @Override
    public boolean is(Role role) {
        return identity.hasRole(role.claim());
    }

    // A token without them is genuine but says too little to decide what its bearer may see, so it may see nothing.
    private static String present(Object claim, String name) {
        if (claim instanceof String value && !value.isBlank()) {
            return value;
        }
        throw ProblemException.of(ProblemType.FORBIDDEN, "The token has no claim '" + name + "'.");
    }
}
