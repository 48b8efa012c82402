package io.gatekeeper.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends a call with a problem answer; becomes a {@link Problem} at the edge and nowhere else. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Problem.FieldError> errors;
    private final transient List<?> reasons;
    private final transient RateLimit limit;
    private final transient Map<String, String> headers;

    private ProblemException(
            ProblemType type,
            String detail,
            List<Problem.FieldError> errors,
            List<?> reasons,
            RateLimit limit,
            Map<String, String> headers) {
        // No stack trace: a problem is an answer, not a failure of ours.
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.reasons = List.copyOf(reasons);
        this.limit = limit;
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), List.of(), null, Map.of());
    }

    /** An {@link ProblemType#INVALID_REQUEST} about one field. */
    public static ProblemException invalid(String pointer, String detail) {
        // The empty pointer is the body as a whole.
        String what = pointer.isEmpty() ? "the body" : pointer;
        return of(ProblemType.INVALID_REQUEST, "The request does not fit the contract: " + what + " " + detail)
                .at(pointer, detail);
    }

    /** A {@link ProblemType#RATE_LIMITED} that says how much there is and when to come again. */
    public static ProblemException limited(String detail, RateLimit limit) {
        return new ProblemException(ProblemType.RATE_LIMITED, detail, List.of(), List.of(), limit, Map.of());
    }

    /** The one answer for an absent thing and for a thing of another tenant, so that neither can be told apart. */
    public static ProblemException notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + " with this id for the caller.");
    }

    public ProblemException at(String pointer, String detail) {
        List<Problem.FieldError> more = new ArrayList<>(errors);
        more.add(new Problem.FieldError(pointer, detail));
        return new ProblemException(type, getMessage(), more, reasons, limit, headers);
    }

    public ProblemException because(List<?> holdReasons) {
        return new ProblemException(type, getMessage(), errors, holdReasons, limit, headers);
    }

    /** The same with a header that tells the caller what it needs to go on. */
    public ProblemException with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ProblemException(type, getMessage(), errors, reasons, limit, more);
    }

    public ProblemType type() {
        return type;
    }

    List<Problem.FieldError> errors() {
        return errors;
    }

    List<?> reasons() {
        return reasons;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<RateLimit> limit() {
        return Optional.ofNullable(limit);
    }

    Optional<Duration> retryAfter() {
        return type == ProblemType.UNAVAILABLE
                ? Optional.of(Duration.ofSeconds(2))
                : limit().map(RateLimit::retryAfter);
    }

    /** The problem as data, for an answer that holds one result for each item of a batch. */
    public Problem problem() {
        return Problem.of(this, RequestId.current());
    }
}
