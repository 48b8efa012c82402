package io.gatekeeper.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

/** Answers with a problem where a request ends before it reaches a resource, and so before {@link Problems}. */
@Singleton
class BareProblems {

    private static final int BAD_REQUEST = 400;

    private final ObjectMapper json;

    BareProblems(ObjectMapper json) {
        this.json = json;
    }

    /** What the router itself cannot read, a request without a {@code Host} for example. */
    void register(@Observes Router router) {
        router.route().failureHandler(context -> {
            if (context.statusCode() == BAD_REQUEST) {
                answer(
                        context,
                        ProblemException.of(
                                ProblemType.INVALID_REQUEST, "The request is no well-formed HTTP request."));
            } else {
                context.next();
            }
        });
    }

    void answer(RoutingContext context, ProblemException thrown) {
        String requestId = RequestId.of(context.request().getHeader(RequestId.HEADER));
        context.response()
                .setStatusCode(thrown.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(RequestId.HEADER, requestId)
                .end(write(Problem.of(thrown, requestId)));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written as JSON", e);
        }
    }
}
