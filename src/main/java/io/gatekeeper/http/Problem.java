package io.gatekeeper.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * The body of every 4xx and 5xx answer, {@code application/problem+json}.
 *
 * <p>Source: RFC 9457, section 3. {@code errors} and {@code reasons} are extension members (section 3.2).
 *
 * @param instance the request id, so that a report of the problem leads to its log lines
 * @param errors   what is wrong with which field; absent when the problem is not about the body
 * @param reasons  the current hold reasons, for {@code not-cleared} only
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type, String title, int status, String detail, URI instance, List<FieldError> errors, List<?> reasons) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One field that cannot be accepted.
     *
     * @param pointer JSON pointer into the body (RFC 6901), or the name of a query parameter or header
     */
    public record FieldError(String pointer, String detail) {}

    static Problem of(ProblemException thrown, String requestId) {
        ProblemType type = thrown.type();
        URI instance = requestId == null ? null : instance(requestId);
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                thrown.getMessage(),
                instance,
                thrown.errors(),
                thrown.reasons());
    }

    /** The same, as the answer to this request; a problem met on another thread may not know it. */
    Problem answering(String requestId) {
        return new Problem(type, title, status, detail, instance(requestId), errors, reasons);
    }

    private static URI instance(String requestId) {
        return URI.create("urn:gatekeeper:request:" + requestId);
    }
}
