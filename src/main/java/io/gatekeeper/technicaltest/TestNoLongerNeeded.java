package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.outbox.Deliveries;
import io.gatekeeper.outbox.Delivery;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The data of {@value #TYPE}: a release request was withdrawn, superseded or cleared without the test.
 *
 * @param cause a machine-readable word
 */
record TestNoLongerNeeded(
        UUID releaseRequestId,
        String platformId,
        String publisherId,
        String packageName,
        String os,
        String sha256,
        String cause,
        Instant at)
        implements ReleaseRequestEvent {

    static final String TYPE = "gatekeeper.release-request.test-no-longer-needed.v1";

    static TestNoLongerNeeded read(Delivery delivery, ObjectMapper json) {
        try {
            TestNoLongerNeeded read = json.readerFor(TestNoLongerNeeded.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(delivery.data());
            boolean complete = Stream.of(
                            read.platformId, read.publisherId, read.packageName, read.os, read.sha256, read.cause)
                    .allMatch(text -> text != null && !text.isBlank());
            if (!complete || read.releaseRequestId == null || read.at == null) {
                throw new Deliveries.Unreadable("the data of " + TYPE + " is incomplete");
            }
            return read;
        } catch (IOException e) {
            throw new Deliveries.Unreadable("the data does not fit " + TYPE);
        }
    }

    @Override
    public TestSubject subject() {
        return new TestSubject(publisherId, packageName, os, sha256);
    }
}
