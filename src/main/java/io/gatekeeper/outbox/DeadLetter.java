package io.gatekeeper.outbox;

/**
 * The data of a dead letter: where the event stood, why it was set aside, and the event itself as it came.
 *
 * @param reason what could not be read, or the kind of failure; never a stack trace
 */
record DeadLetter(
        String consumer,
        String sourceTopic,
        int sourcePartition,
        long sourceOffset,
        String sourceKey,
        String eventId,
        String eventType,
        String reason,
        String data) {

    static final String TYPE = "gatekeeper.dead-letter.v1";
}
