package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.screening.file.SomePackage;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where files are required, a case waits for its file; a laboratory never sees one whose file was not screened. */
@QuarkusTest
@TestProfile(AwaitedFileTest.FilesAreRequired.class)
class AwaitedFileTest {

    public static class FilesAreRequired implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gatekeeper.technical-test.file", "REQUIRED");
        }
    }

    @Inject
    Cases cases;

    @Inject
    Session database;

    @Inject
    LocalClock localClock;

    @Inject
    Clock clock;

    private final Gate platform = Gate.as(Tokens.platform(Codes.platform()));
    private final String uploader = Tokens.platform(Codes.platform());
    private final Calls laboratory = new Calls(Tokens.laboratory("lab-beijing"));

    @AfterEach
    void resetTheClock() {
        localClock.reset();
    }

    @Test
    void waitsForThePlatformToBringTheFile() {
        SomeFile file = SomePackage.any();
        String release = held(file);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> platform.read(release)
                        .then()
                        .body("test.state", equalTo("AWAITING_ARTIFACT"))
                        .body("decision.reasons.code", contains("PUBLISHER_UNDER_GUIDANCE", "AWAITING_ARTIFACT"))
                        .body("nextAction.by", equalTo("PLATFORM"))
                        .body("nextAction.what", equalTo("UPLOAD_ARTIFACT")));
        UUID test = testOf(release);
        assertThat(platform.read(release).<String>path("nextAction.dueAt"))
                .isEqualTo(platform.read(release).path("test.dueAt"));
        laboratory.read(test).statusCode(404);
        laboratory.claim(test).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));

        file.uploadedBy(uploader);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> platform.read(release)
                        .then()
                        .body("test.state", equalTo("QUEUED"))
                        .body("decision.reasons.code", hasItem("TEST_PENDING"))
                        .body("decision.reasons.code", not(hasItem("AWAITING_ARTIFACT"))));
        laboratory.claim(test).statusCode(200);
        assertThat(Topics.read(
                                Topic.TECHNICAL_TESTS.topicName(),
                                event -> event.key().equals(file.sha256()))
                        .stream()
                        .map(Topics.Told::type))
                .containsExactly(
                        Announcement.OPENED.type(),
                        Announcement.ARTIFACT_AWAITED.type(),
                        Announcement.ARTIFACT_RECEIVED.type(),
                        Announcement.SCREENED.type());
    }

    @Test
    void isOverdueWithoutItsFileAsWell() {
        SomeFile file = SomePackage.any();
        UUID test = testOf(held(file));

        localClock.advance(Duration.ofDays(8));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> cases.history(test).stream()
                        .anyMatch(line -> line.what == TestEventRow.What.OVERDUE_ESCALATED));
        assertThat(cases.row(test).state()).isEqualTo(TestState.AWAITING_ARTIFACT);
    }

    @Test
    void looksASecondTimeForTheCasesOfAFileThatCameInTheSameMoment() {
        SomeFile file = SomePackage.any();
        UUID test = testOf(held(file));
        // As if the file had been stored by a transaction that could not see the case yet.
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeMutationQuery("INSERT INTO artifact VALUES (:sha256, 1, 'no/where', now())")
                    .setParameter("sha256", file.sha256())
                    .executeUpdate();
            database.createNativeMutationQuery(
                            "INSERT INTO artifact_arrival VALUES (:sha256, CAST(:at AS timestamptz))")
                    .setParameter("sha256", file.sha256())
                    .setParameter("at", clock.instant().toString())
                    .executeUpdate();
        });

        await().atMost(Duration.ofSeconds(60)).until(() -> cases.row(test).state() != TestState.AWAITING_ARTIFACT);
    }

    @Test
    void goesOnWithoutAReportWhenEveryAttemptFails() {
        SomeFile file = SomePackage.any();
        UUID test = testOf(held(file));
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeMutationQuery("INSERT INTO artifact VALUES (:sha256, 1, 'no/where', now())")
                    .setParameter("sha256", file.sha256())
                    .executeUpdate();
            database.createNativeMutationQuery(
                            "INSERT INTO artifact_arrival VALUES (:sha256, now() - interval '1 day')")
                    .setParameter("sha256", file.sha256())
                    .executeUpdate();
        });

        await().atMost(Duration.ofSeconds(90)).until(() -> {
            localClock.advance(Duration.ofSeconds(31));
            return cases.row(test).state() == TestState.QUEUED;
        });

        laboratory.claim(test).statusCode(200);
        laboratory.read(test).body("findings.problem", contains("SCREENING_FAILED"));
        laboratory.as().get(Calls.PATH + test + "/screening").then().body("state", equalTo("FAILED"));
        laboratory.conclude(test, "PASSED").statusCode(409);
    }

    private String held(SomeFile file) {
        String publisher = Gate.registeredPublisher();
        Gate.imposeGuidance(publisher);
        return platform.submit(Gate.submission(publisher, Codes.packageName(), 1, file.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private UUID testOf(String release) {
        return UUID.fromString(platform.awaitTest(release));
    }
}
