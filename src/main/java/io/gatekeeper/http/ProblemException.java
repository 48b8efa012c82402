package io.gatekeeper.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ends a call with a problem answer; becomes a {@link Problem} at the edge and nowhere else. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Problem.FieldError> errors;
    private final transient List<?> reasons;

    private ProblemException(ProblemType type, String detail, List<Problem.FieldError> errors, List<?> reasons) {
        // No stack trace: a problem is an answer, not a failure of ours.
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.reasons = List.copyOf(reasons);
    }

    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), List.of());
    }

    /** An {@link ProblemType#INVALID_REQUEST} about one field. */
    public static ProblemException invalid(String pointer, String detail) {
        // The empty pointer is the body as a whole.
        String what = pointer.isEmpty() ? "the body" : pointer;
        return of(ProblemType.INVALID_REQUEST, "The request does not fit the contract: " + what + " " + detail)
                .at(pointer, detail);
    }

    /** The one answer for an absent thing and for a thing of another tenant, so that neither can be told apart. */
    public static ProblemException notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + " with this id for the caller.");
    }

    public ProblemException at(String pointer, String detail) {
        List<Problem.FieldError> more = new ArrayList<>(errors);
        more.add(new Problem.FieldError(pointer, detail));
        return new ProblemException(type, getMessage(), more, reasons);
    }

    public ProblemException because(List<?> holdReasons) {
        return new ProblemException(type, getMessage(), errors, holdReasons);
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

    Optional<Duration> retryAfter() {
        return type == ProblemType.UNAVAILABLE ? Optional.of(Duration.ofSeconds(2)) : Optional.empty();
    }

    /** The problem as data, for an answer that holds one result for each item of a batch. */
    public Problem problem() {
        return Problem.of(this, RequestId.current());
    }
}
