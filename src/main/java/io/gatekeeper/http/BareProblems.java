package io.gatekeeper.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

/** Answers with a problem where a request ends before it reaches a resource, and so before {@link Problems}. */
@Singleton
public class BareProblems {

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
        answer(context, thrown, requestId(context));
    }

    /** What a failure is told as, as {@link Problems} would. */
    public void fail(RoutingContext context, Throwable failure) {
        String requestId = requestId(context);
        RequestId.following(requestId, () -> answer(context, Problems.told(failure), requestId));
    }

    private void answer(RoutingContext context, ProblemException thrown, String requestId) {
        HttpServerResponse response = context.response()
                .setStatusCode(thrown.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(RequestId.HEADER, requestId);
        thrown.retryAfter()
                .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(RateLimit.seconds(wait))));
        response.end(write(Problem.of(thrown, requestId)));
    }

    private static String requestId(RoutingContext context) {
        return RequestId.of(context.request().getHeader(RequestId.HEADER));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written as JSON", e);
        }
    }
}
