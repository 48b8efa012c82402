package io.gatekeeper.identity;

import jakarta.ws.rs.HttpMethod;

/** What a call asks of the gate, as far as quotas go. */
public enum CallKind {
    /** Release requests, each item of a batch for itself. */
    SUBMISSIONS("submissions"),
    /** What changes nothing; of the status of many publishers, each hundred for itself. */
    READS("reads"),
    /** All that takes a person, or somebody who acts like one. */
    OTHERS("others");

    private static final String SUBMIT = "/v1/release-requests";
    private static final String SUBMIT_BATCH = SUBMIT + "/batch";
    private static final String QUERY_STATUS = "/v1/publishers/status-queries";

    private static final String FILES = "/v1/artifacts/";

    private final String label;

    CallKind(String label) {
        this.label = label;
    }

    /** As it stands in headers and metrics. */
    String label() {
        return label;
    }

    static CallKind of(String method, String path) {
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || path.equals(QUERY_STATUS)) {
            return READS;
        }
        return path.equals(SUBMIT) || path.equals(SUBMIT_BATCH) ? SUBMISSIONS : OTHERS;
    }

    /** Whether a call of this path may carry a whole file. */
    static boolean isFile(String path) {
        return path.startsWith(FILES);
    }

    /** Whether one call of this path may be as much work as hundreds of others. */
    static boolean isBulk(String path) {
        return path.equals(SUBMIT_BATCH) || path.equals(QUERY_STATUS);
    }
}
