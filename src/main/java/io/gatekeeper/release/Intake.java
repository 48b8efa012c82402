package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.Problems;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.release.SubmitRelease.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Takes in a submission: checks it against the contract, then submits it, once more when a twin was faster. */
@ApplicationScoped
class Intake {

    /** A twin commits or rolls back; so does its successor. More than two in a row is not a race any more. */
    private static final int TRIES = 3;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final SubmitRelease submitRelease;
    private final Documents documents;
    private final Validator validator;

    Intake(SubmitRelease submitRelease, Documents documents, Validator validator) {
        this.submitRelease = submitRelease;
        this.documents = documents;
        this.validator = validator;
    }

    Receipt take(String platformId, Submission submission, Optional<String> key) {
        check(submission);
        StoredSubmission stored = documents.store(submission);
        for (int tried = 1; ; tried++) {
            try {
                return submitRelease.submit(platformId, submission, stored, key);
            } catch (RuntimeException e) {
                if (tried == TRIES || !isRace(e)) {
                    throw e;
                }
            }
        }
    }

    private void check(Submission submission) {
        if (submission == null) {
            throw ProblemException.invalid("", "must be an object");
        }
        Set<ConstraintViolation<Submission>> violations = validator.validate(submission);
        if (!violations.isEmpty()) {
            throw Problems.of(new ConstraintViolationException(violations));
        }
        CreditCode.parse(submission.publisherId(), "/publisherId");
    }

    private static boolean isRace(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (UNIQUE_VIOLATION.equals(sql.getSQLState())
                            || SERIALIZATION_FAILURE.equals(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
