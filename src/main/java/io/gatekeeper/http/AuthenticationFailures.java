package io.gatekeeper.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Hands failures of authentication to Quarkus REST, without a look at the route.
 *
 * <p>With metrics on board Quarkus REST looks up the route of each call before it is known who calls, in a table of all
 * routes that it makes anew for it: a sixth of what the gate spends on a read, for a failure that hardly ever comes. Its own
 * handler in the form of a build without metrics, put before that one, leaves that one nothing to do. The route of a call that
 * does fail is looked up when it fails.
 */
@Singleton
class AuthenticationFailures {

    /** Of Quarkus' filters: beside the one that takes the identity up, and added after it; the one it spares comes next. */
    private static final int PRIORITY = 200;

    void register(@Observes Filters filters) {
        filters.register(new ResteasyReactiveRecorder().defaultAuthFailureHandler(null, false), PRIORITY);
    }
}
