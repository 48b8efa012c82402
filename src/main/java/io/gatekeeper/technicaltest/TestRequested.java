package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.outbox.Deliveries;
import io.gatekeeper.outbox.Delivery;
import io.gatekeeper.publisher.TestDays;
import java.io.IOException;
import java.time.Instant;
import java.time.Period;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The data of {@value #TYPE}: a release request is held until its artifact has passed a technical test.
 *
 * @param requestedAt      from when the term runs
 * @param testDays         which days the term counts; null for calendar days
 * @param dueAt            when the term ends, as it was told to the platform; null where that is for the reader to count
 * @param decisionSequence the decision that asks; it rises with every decision of the release request
 */
record TestRequested(
        UUID releaseRequestId,
        String platformId,
        String publisherId,
        App app,
        Version version,
        Artifact artifact,
        String kind,
        Instant requestedAt,
        Period testTerm,
        TestDays testDays,
        Instant dueAt,
        String policyVersion,
        long decisionSequence)
        implements ReleaseRequestEvent {

    static final String TYPE = "gatekeeper.release-request.test-requested.v1";

    private static final Set<String> SYSTEMS = Set.of("ANDROID", "IOS", "HARMONYOS");
    private static final Set<String> KINDS = Set.of("NEW_LISTING", "VERSION_UPDATE");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    record App(String packageName, String os, String name) {}

    record Version(String name, long code) {}

    /** @param located whether the release request names a location of the file; null is no */
    record Artifact(String sha256, long sizeBytes, Boolean located) {}

    /** Fields this version does not know are passed over, so that the emitter may be newer than the consumer. */
    static TestRequested read(Delivery delivery, ObjectMapper json) {
        try {
            TestRequested read = json.readerFor(TestRequested.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(delivery.data());
            read.check();
            return read;
        } catch (IOException e) {
            throw new Deliveries.Unreadable("the data does not fit " + TYPE);
        }
    }

    @Override
    public TestSubject subject() {
        return new TestSubject(publisherId, app.packageName(), app.os(), artifact.sha256());
    }

    boolean namesALocation() {
        return Boolean.TRUE.equals(artifact.located());
    }

    private void check() {
        require(releaseRequestId != null, "releaseRequestId");
        require(present(platformId), "platformId");
        require(present(publisherId), "publisherId");
        require(app != null && present(app.packageName()), "app.packageName");
        require(SYSTEMS.contains(app.os() == null ? "" : app.os()), "app.os");
        require(present(app.name()), "app.name");
        require(version != null && present(version.name()), "version");
        require(artifact != null && artifact.sha256() != null, "artifact.sha256");
        require(DIGEST.matcher(artifact.sha256()).matches(), "artifact.sha256");
        require(artifact.sizeBytes() > 0, "artifact.sizeBytes");
        require(KINDS.contains(kind == null ? "" : kind), "kind");
        require(requestedAt != null, "requestedAt");
        require(testTerm != null && !testTerm.isNegative() && !testTerm.isZero(), "testTerm");
        require(testDays != TestDays.WORKING_DAYS || dueAt != null, "dueAt");
        require(dueAt == null || dueAt.isAfter(requestedAt), "dueAt");
        require(present(policyVersion), "policyVersion");
    }

    private static boolean present(String text) {
        return text != null && !text.isBlank();
    }

    private static void require(boolean fulfilled, String field) {
        if (!fulfilled) {
            throw new Deliveries.Unreadable("the data does not fit " + TYPE + " at " + field);
        }
    }
}
