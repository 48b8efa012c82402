package io.gatekeeper.identity;

import io.gatekeeper.http.ProblemException;

/** Who makes a call: what its verified token says. */
public interface Bearer {

    /**
     * A platform's id, a publisher's credit code, a laboratory's id or a regulator's office, by the role.
     *
     * @throws ProblemException if the token does not say
     */
    String organisation();

    boolean is(Role role);
}
