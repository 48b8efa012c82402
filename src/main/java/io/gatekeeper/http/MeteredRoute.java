package io.gatekeeper.http;

import io.smallrye.common.vertx.ContextLocals;

/** Under which route the metrics count the call under way. Without one they count it under the address it named. */
public final class MeteredRoute {

    /** By which Quarkus names the route of a call to its metrics. */
    private static final String LOCAL = "UrlPathTemplate";

    private MeteredRoute() {}

    /** Names the route, such as {@code /v1/decisions/{id}}; to be called on the call's own context. */
    public static void is(String template) {
        ContextLocals.put(LOCAL, template);
    }
}
