package io.gatekeeper.http;

import java.net.URI;

/**
 * Every cause for which the gate answers a 4xx or a 5xx, with the stable URI a client may switch on.
 *
 * <p>Source: RFC 9457, section 3.1.1. The URIs are names, not addresses: they never change and resolve nowhere.
 */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not well-formed JSON"),
    INVALID_REQUEST(400, "The request does not fit the contract"),
    UNAUTHENTICATED(401, "A valid bearer token is needed"),
    FORBIDDEN(403, "The caller's role does not allow this"),
    NOT_FOUND(404, "There is no such thing, or not for this caller"),
    METHOD_NOT_ALLOWED(405, "This resource does not support the method"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in an accepted media type"),
    NOT_CLEARED(409, "The release is not cleared for listing"),
    INVALID_STATE(409, "The present state does not allow this"),
    ALREADY_CONCLUDED(409, "The technical test has its verdict already"),
    CLAIM_HELD(409, "Another laboratory holds the claim"),
    NOT_OFFERED(409, "The technical test is offered to other laboratories first"),
    CAPACITY_REACHED(409, "The laboratory holds as many technical tests as it takes on"),
    NOT_CLAIMED(409, "The caller holds no claim on the technical test"),
    PLAN_INCOMPLETE(409, "Items of the test plan have no result yet"),
    PLAN_FAILED(409, "Items of the test plan failed"),
    SECOND_OFFICER_REQUIRED(409, "Another officer has to agree"),
    NOTICE_DIFFERS(409, "The notice is recorded with a different body"),
    MEASURE_IN_FORCE(409, "Such a measure is in force already"),
    ALIAS_TAKEN(409, "The name belongs to another publisher"),
    UPLOAD_CONFLICT(409, "The upload stands elsewhere, or another connection writes it"),
    PRECONDITION_FAILED(412, "The resource has changed since it was read"),
    BODY_TOO_LARGE(413, "The body is larger than the limit"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type of the body is not supported"),
    RANGE_NOT_SATISFIABLE(416, "The file has no such bytes"),
    DIGEST_MISMATCH(422, "The file is not the one with this digest"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with a different body"),
    RATE_LIMITED(429, "The caller asks for more than its quota"),
    INTERNAL(500, "The gate failed; nothing was decided"),
    UNAVAILABLE(503, "The gate cannot decide at the moment");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** For example {@code urn:gatekeeper:problem:not-cleared}. */
    public URI uri() {
        return URI.create("urn:gatekeeper:problem:"
                + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }
}
