package io.gatekeeper.technicaltest;

import io.gatekeeper.http.EntityTags;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.util.Objects;

/**
 * The entity tag of one case: its version, then what changes in its representation without the case changing.
 *
 * <p>{@code If-None-Match} compares all of it, so that a moved queue position is news; {@code If-Match} compares the
 * version only, so that it does not get in the way of who acts on the case.
 */
record TestTag(long version, boolean overdue, Integer queuePosition, int requests, Expected expected) {

    static TestTag of(long version, TestView view) {
        return new TestTag(
                version,
                view.overdue(),
                view.queuePosition(),
                view.requests() == null ? 0 : view.requests().size(),
                view.expected());
    }

    @Override
    public String toString() {
        return "\"" + version + "." + (overdue ? 1 : 0) + "." + (queuePosition == null ? 0 : queuePosition) + "."
                + requests + (expected == null ? "" : "." + Integer.toHexString(told(expected))) + "\"";
    }

    /** The same on every replica, as the hash of an enum is not. */
    private static int told(Expected expected) {
        return Objects.hash(
                expected.at(),
                expected.from(),
                expected.to(),
                expected.basis().stage().name(),
                expected.basis().cases());
    }

    /** Whether an {@code If-None-Match} header names this tag; compared weakly (RFC 9110, section 13.1.2). */
    boolean isNamedBy(String ifNoneMatch) {
        return EntityTags.isNamedBy(ifNoneMatch, toString());
    }

    /** Ends the call when an {@code If-Match} header was given and none of its tags is of this version. */
    static void require(String ifMatch, long version) {
        if (ifMatch == null) {
            return;
        }
        boolean named = EntityTags.in(ifMatch).anyMatch(tag -> tag.equals("*") || tag.startsWith("\"" + version + "."));
        if (!named) {
            throw ProblemException.of(
                    ProblemType.PRECONDITION_FAILED,
                    "The technical test has changed since it was read; read it again.");
        }
    }
}
