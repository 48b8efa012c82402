package io.gatekeeper.http;

import java.util.Arrays;
import java.util.stream.Stream;

/** The entity tags of an {@code If-Match} or {@code If-None-Match} header: a list of them, or {@code *} for any. */
public final class EntityTags {

    private EntityTags() {}

    /** Each tag of the header without its weakness, which makes no difference here (RFC 9110, section 13.1). */
    public static Stream<String> in(String header) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag);
    }

    /** Whether an {@code If-None-Match} header, or null, names this tag: then the caller has what there is. */
    public static boolean isNamedBy(String ifNoneMatch, String tag) {
        return ifNoneMatch != null && in(ifNoneMatch).anyMatch(named -> named.equals("*") || named.equals(tag));
    }
}
