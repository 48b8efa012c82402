package io.gatekeeper.release;

import io.gatekeeper.http.EntityTags;
import io.gatekeeper.technicaltest.TestSummary;
import java.util.Objects;

/**
 * Entity tags of release requests (RFC 9110, section 8.8.3): {@code "<row version>.<test>"}.
 *
 * <p>The first part moves with the request, the second with what is shown of its technical test. Whoever acts on a
 * request is held to the first part only: a test that moved up in its queue is no reason to refuse a withdrawal.
 */
final class Etags {

    private Etags() {}

    static String of(int rowVersion, TestSummary test) {
        return "\"" + rowVersion + "." + Integer.toHexString(Objects.hashCode(test)) + "\"";
    }

    static boolean matches(String ifMatch, ReleaseRequestRow row) {
        return EntityTags.in(ifMatch).anyMatch(tag -> tag.equals("*") || tag.startsWith("\"" + row.rowVersion() + "."));
    }
}
