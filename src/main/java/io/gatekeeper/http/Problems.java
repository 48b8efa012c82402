package io.gatekeeper.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where an exception becomes an answer. No stack trace, SQL or class name passes it. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    /** As the metrics call whatever no resource answers to. */
    private static final String NO_ROUTE = "NOT_FOUND";

    private final CurrentIdentityAssociation identity;
    private final Routes routes;

    Problems(CurrentIdentityAssociation identity, Routes routes) {
        this.identity = identity;
        this.routes = routes;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException thrown) {
        Response.ResponseBuilder answer = Response.status(thrown.type().status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(thrown.problem());
        thrown.headers().forEach(answer::header);
        thrown.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, RateLimit.seconds(wait)));
        thrown.limit()
                .ifPresent(limit ->
                        answer.header(RateLimit.POLICY_HEADER, limit.policy()).header(RateLimit.HEADER, limit.state()));
        return answer.build();
    }

    @ServerExceptionMapper({
        AuthenticationFailedException.class,
        UnauthorizedException.class,
    })
    public Response unauthenticated(SecurityException thrown) {
        Response answer = problem(ProblemException.of(
                ProblemType.UNAUTHENTICATED, "The bearer token is missing, expired, or not one this gate accepts."));
        // RFC 9110, section 11.6.1: a 401 names the scheme it asks for.
        return Response.fromResponse(answer)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** Nothing is wrong with the token; the provider that could say so cannot be reached. */
    @ServerExceptionMapper
    public Response unverifiable(OIDCException thrown) {
        LOG.warnf("answered 503: %s", PassingFailure.reason(thrown));
        return problem(ProblemException.of(
                ProblemType.UNAVAILABLE,
                "The token cannot be verified at the moment. Nothing was decided; try again."));
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException thrown) {
        return problem(ProblemException.of(ProblemType.FORBIDDEN, "The roles of this token do not allow the call."));
    }

    /** The subtype by name as well: Quarkus has a mapper of its own for it, which tells class names. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response unreadable(JsonProcessingException thrown) {
        return problem(of(thrown));
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException thrown) {
        return problem(of(thrown));
    }

    /**
     * What the framework refuses. It does so before it looks who is calling, so that is done here: whoever has no valid
     * token learns nothing, not even which paths there are.
     */
    @ServerExceptionMapper
    public Uni<Response> http(WebApplicationException thrown, ContainerRequestContext request) {
        // Nothing was matched yet, and what a caller makes up as an address is no name for a metric.
        MeteredRoute.is(routes.templateOf(request.getUriInfo().getPath()).orElse(NO_ROUTE));
        return identity.getDeferredIdentity()
                .map(caller ->
                        caller.isAnonymous() ? unauthenticated(new UnauthorizedException()) : refused(thrown, request))
                .onFailure(SecurityException.class)
                .recoverWithItem(this::unauthenticated)
                .onFailure(OIDCException.class)
                .recoverWithItem(this::unverifiable);
    }

    private Response refused(WebApplicationException thrown, ContainerRequestContext request) {
        if (thrown.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        return switch (thrown.getResponse().getStatus()) {
            case 400 -> problem(ProblemType.INVALID_REQUEST);
            case 404, 405 -> notThere(request);
            case 406 -> problem(ProblemType.NOT_ACCEPTABLE);
            case 415 -> problem(ProblemType.UNSUPPORTED_MEDIA_TYPE);
            default -> failure(thrown);
        };
    }

    private Response problem(ProblemType type) {
        return problem(ProblemException.of(type, type.title() + "."));
    }

    private Response notThere(ContainerRequestContext request) {
        Set<String> allowed = routes.methodsOf(request.getUriInfo().getPath());
        if (allowed.isEmpty() || allowed.contains(request.getMethod())) {
            return problem(ProblemException.of(ProblemType.NOT_FOUND, "No resource answers to this path."));
        }
        return Response.fromResponse(problem(ProblemType.METHOD_NOT_ALLOWED))
                .allow(allowed)
                .build();
    }

    @ServerExceptionMapper
    public Response failure(Throwable thrown) {
        return problem(told(thrown));
    }

    /** As what a failure is told; one that is no plain answer leaves a line in the log. */
    static ProblemException told(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        if (PassingFailure.is(thrown)) {
            LOG.warnf("answered 503: %s", PassingFailure.reason(thrown));
            return PassingFailure.told();
        }
        LOG.error("answered 500", thrown);
        return ProblemException.of(ProblemType.INTERNAL, "Nothing was decided. The request id leads to the cause.");
    }

    /** What is wrong with a JSON body, with a pointer to the field. */
    public static ProblemException of(JsonProcessingException thrown) {
        if (thrown instanceof StreamConstraintsException) {
            return tooMuch(pointer(thrown));
        }
        if (!(thrown instanceof JsonMappingException mapping)) {
            // Duplicates have no exception of their own, like a second value below; tests hold the library to its
            // texts.
            return thrown.getOriginalMessage().startsWith("Duplicate field")
                    ? ProblemException.invalid(pointer(thrown), "stands twice")
                    : malformed(thrown);
        }
        if (mapping.getCause() instanceof ProblemException problem) {
            return problem;
        }
        for (Throwable cause = mapping.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException) {
                return tooMuch(pointer(mapping));
            }
            if (cause instanceof com.fasterxml.jackson.core.JsonParseException parse) {
                return of(parse);
            }
        }
        if (mapping.getOriginalMessage().startsWith("Trailing token")) {
            return malformed(mapping);
        }
        return ProblemException.invalid(pointer(mapping), complaint(mapping));
    }

    private static ProblemException tooMuch(String pointer) {
        return ProblemException.invalid(pointer, "is nested deeper, or holds a longer text or number, than allowed");
    }

    private static ProblemException malformed(JsonProcessingException thrown) {
        JsonLocation location = thrown.getLocation();
        String where =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        return ProblemException.of(
                        ProblemType.MALFORMED_JSON, "The body is not one well-formed JSON value" + where + ".")
                .at(pointer(thrown), "is not well-formed, or what follows it is not");
    }

    /** What is wrong with a bound body, a pointer for each field. */
    public static ProblemException of(ConstraintViolationException thrown) {
        ProblemException problem =
                ProblemException.of(ProblemType.INVALID_REQUEST, "The request does not fit the contract.");
        for (ConstraintViolation<?> violation : thrown.getConstraintViolations()) {
            problem = problem.at(pointer(violation.getPropertyPath()), violation.getMessage());
        }
        return problem;
    }

    private static String complaint(JsonMappingException mapping) {
        if (mapping instanceof UnrecognizedPropertyException) {
            return "is not a field of the contract";
        }
        if (mapping instanceof InvalidNullException) {
            return "must not be null";
        }
        if (mapping instanceof InvalidFormatException format) {
            Class<?> target = format.getTargetType();
            if (target != null && target.isEnum()) {
                return "must be one of " + Arrays.toString(target.getEnumConstants());
            }
            if (target == String.class) {
                return "holds a character that cannot be stored";
            }
            return "has the wrong type or is out of range: " + expected(target) + " is expected";
        }
        if (mapping instanceof MismatchedInputException mismatch) {
            return "has the wrong type: " + expected(mismatch.getTargetType()) + " is expected";
        }
        // Numbers out of range come without a type of their own.
        return "has the wrong type or is out of range";
    }

    private static String expected(Class<?> target) {
        if (target == null) {
            return "another value";
        }
        if (target == String.class) {
            return "a string";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return "a whole number in range";
        }
        if (target == java.time.Instant.class) {
            return "an RFC 3339 instant such as 2021-11-24T07:00:00Z";
        }
        if (java.util.Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "an array";
        }
        return target.isEnum() ? "one of " + Arrays.toString(target.getEnumConstants()) : "an object";
    }

    /** How far the parser had come. */
    private static String pointer(JsonProcessingException thrown) {
        return thrown.getProcessor() instanceof JsonParser parser
                ? parser.getParsingContext().pathAsPointer().toString()
                : "";
    }

    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            pointer.append('/')
                    .append(
                            step.getFieldName() == null
                                    ? String.valueOf(step.getIndex())
                                    : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(escape(node.getName()));
            }
            if (node.getKind() == ElementKind.PARAMETER && !"body".equals(node.getName())) {
                pointer.append(node.getName());
            }
        }
        return pointer.toString();
    }

    /** RFC 6901, section 3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
