package io.gatekeeper.outbox;

/** The topics of the gate, with the names clients subscribe to. */
public enum Topic {
    /** Requests that need a technical test, and those that no longer do. Key: artifact SHA-256. */
    RELEASE_REQUESTS("gatekeeper.release-requests.v1"),
    /** Technical tests opened, stopped, overdue, concluded. Key: artifact SHA-256. */
    TECHNICAL_TESTS("gatekeeper.technical-tests.v1"),
    /** Every decision, in order. Key: release request id. */
    RELEASE_DECISIONS("gatekeeper.release-decisions.v1"),
    /** The standing of each publisher, compacted. Key: credit code. */
    PUBLISHER_STATUS("gatekeeper.publisher-status.v1"),
    /** What could not be processed, with the reason. Key: as the source. */
    DEAD_LETTERS("gatekeeper.dead-letters.v1");

    private final String topicName;

    Topic(String topicName) {
        this.topicName = topicName;
    }

    public String topicName() {
        return topicName;
    }
}
