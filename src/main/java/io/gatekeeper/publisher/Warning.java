package io.gatekeeper.publisher;

import java.util.List;

/**
 * Something in a request that was accepted and is worth a second look.
 *
 * @param pointer JSON pointer into the body (RFC 6901), or the name of a path parameter
 */
public record Warning(String pointer, String code, String detail) {

    /** At most one, for a code whose check character is wrong: such codes exist, so they are not refused. */
    public static List<Warning> about(CreditCode publisher, String pointer) {
        return publisher.checks()
                ? List.of()
                : List.of(new Warning(
                        pointer, "CHECK_CHARACTER", "the check character of the credit code is not the computed one"));
    }
}
