package io.gatekeeper.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Quarkus REST answers {@code OPTIONS} by itself, and to anybody; the contract has no such operation. */
public class NoOptions {

    /** After {@link RequestId}, so that the refusal has one. */
    @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = Priorities.USER + 1)
    public void refuse(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            throw new NotAllowedException(HttpMethod.GET);
        }
    }
}
