package io.gatekeeper.technicaltest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.gatekeeper.outbox.Topic;
import io.gatekeeper.screening.file.SomePackage;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file that has a case is screened whichever came first, and its findings are the laboratory's to judge. */
@QuarkusTest
class ScreeningTest {

    @Inject
    Cases cases;

    private final Gate platform = Gate.as(Tokens.platform(Codes.platform()));
    private final Calls laboratory = new Calls(Tokens.laboratory("lab-beijing"));
    private final String uploader = Tokens.platform(Codes.platform());
    private String publisher;

    @BeforeEach
    void putAPublisherUnderGuidance() {
        publisher = Gate.registeredPublisher();
        Gate.imposeGuidance(publisher);
    }

    @Test
    void screensAFileThatWasThereBeforeItsCase() {
        SomeFile file = SomePackage.any().uploadedBy(uploader);

        UUID test = screened(submitted(file));

        laboratory.claim(test).statusCode(200).body("state", equalTo("IN_TEST"));
        screening(laboratory, test)
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("package.name", equalTo("io.example.app"))
                .body("permissions", hasItems("android.permission.CAMERA", "android.permission.READ_CONTACTS"))
                .body("difference", equalTo(null));
        assertThat(cases.row(test).screening).isNotEqualTo(ScreeningOutcome.FAILED);
        assertThat(told(file)).containsSubsequence(Announcement.OPENED.type(), Announcement.SCREENED.type());
    }

    @Test
    void screensAFileThatComesAfterItsCase() {
        SomeFile file = SomePackage.any();
        UUID test = testOf(submitted(file));
        assertThat(cases.row(test).state()).isEqualTo(TestState.QUEUED);
        laboratory.claim(test).statusCode(200);
        screening(laboratory, test).statusCode(404);

        file.uploadedBy(uploader);

        await().atMost(Duration.ofSeconds(60)).until(() -> cases.row(test).screening != null);
        assertThat(cases.row(test).state()).isEqualTo(TestState.IN_TEST);
        screening(laboratory, test).statusCode(200).body("state", equalTo("DONE"));
        assertThat(cases.history(test).stream().map(line -> line.what))
                .contains(
                        TestEventRow.What.ARTIFACT_RECEIVED,
                        TestEventRow.What.SCREENED,
                        TestEventRow.What.SCREENING_READ);
    }

    @Test
    void holdsTheFileAgainstWhatWasDeclared() {
        SomeFile file = SomePackage.any().uploadedBy(uploader);
        Map<String, Object> submission = Gate.submission(publisher, "io.example.app", 1, file.sha256());
        submission.put(
                "declarations",
                Map.of("permissions", List.of(Map.of("name", "android.permission.CAMERA", "purpose", "photos"))));

        UUID test = screened(platform.submit(submission).path("id"));

        laboratory.claim(test).statusCode(200);
        screening(laboratory, test)
                .body("presentButUndeclared.name", hasItem("android.permission.READ_CONTACTS"))
                .body("presentButUndeclared.name", not(hasItem("android.permission.CAMERA")));
    }

    @Test
    void screensAnewWhatIsDeclaredOtherwiseAndKeepsTheCase() {
        SomeFile file = SomePackage.any().uploadedBy(uploader);
        String packageName = Codes.packageName();
        UUID test = screened(declaring(platform, file, packageName));
        laboratory.claim(test).statusCode(200);
        int own = laboratory.find(test, "PERM_EXCESS", "MINOR").extract().path("findings[-1].n");
        List<String> before = standing(test);
        assertThat(before).anyMatch(text -> text.contains("declared.camera"));

        String corrected = declaring(platform, file, packageName, "photo");

        awaitScreenings(test, 2);
        assertThat(testOf(corrected)).isEqualTo(test);
        assertThat(standing(test)).isNotEmpty().noneMatch(text -> text.contains("declared.camera"));
        screening(laboratory, test).body("findings.indicator", not(hasItem("declared.camera")));
        laboratory
                .read(test)
                .body("state", equalTo("IN_TEST"))
                .body("findings.find { it.n == " + own + " }.dismissal", equalTo(null))
                .body("findings.findAll { it.dismissal }.dismissal.by", everyItem(equalTo("gatekeeper")));
        assertThat(cases.history(test).stream().map(line -> line.what))
                .contains(TestEventRow.What.REQUEST_LEFT)
                .doesNotContain(TestEventRow.What.CANCELLED);

        Gate other = Gate.as(Tokens.platform(Codes.platform()));
        String same = declaring(other, file, packageName, "photo");
        assertThat(testOf(other, same)).isEqualTo(test);
        assertThat(cases.row(test).screeningDue).isFalse();
        dismissAll(test);
        laboratory.conclude(test, "PASSED").statusCode(200);
        assertThat(screenings(test)).isEqualTo(2);
    }

    @Test
    void findsAgainWhatItHasTakenBack() {
        SomeFile file = SomePackage.any().uploadedBy(uploader);
        String packageName = Codes.packageName();
        UUID test = screened(declaring(platform, file, packageName));
        laboratory.claim(test).statusCode(200);
        List<String> atFirst = standing(test);
        assertThat(atFirst).anyMatch(text -> text.contains("declared.camera"));

        declaring(platform, file, packageName, "photo");
        awaitScreenings(test, 2);
        assertThat(standing(test)).noneMatch(text -> text.contains("declared.camera"));
        declaring(platform, file, packageName);
        awaitScreenings(test, 3);

        assertThat(standing(test)).containsExactlyInAnyOrderElementsOf(atFirst);
    }

    @Test
    void keepsWhatALaboratoryHasJudged() {
        SomeFile file = SomePackage.any().uploadedBy(uploader);
        String packageName = Codes.packageName();
        UUID test = screened(declaring(platform, file, packageName));
        laboratory.claim(test).statusCode(200);
        dismissAll(test);

        declaring(platform, file, packageName, "photo");
        awaitScreenings(test, 2);
        declaring(platform, file, packageName);
        awaitScreenings(test, 3);

        assertThat(standing(test)).noneMatch(text -> text.contains("declared.camera"));
    }

    @Test
    void leavesLaboratoriesTheirRoomForFindings() {
        UUID test = screened(submitted(SomePackage.any().uploadedBy(uploader)));
        laboratory.claim(test).statusCode(200);
        assertThat(standing(test)).isNotEmpty();

        for (int n = 1; n <= RecordFinding.MOST_FINDINGS; n++) {
            laboratory.find(test, "PERM_EXCESS", "MINOR").statusCode(201);
        }
        laboratory.find(test, "PERM_EXCESS", "MINOR").statusCode(409).body("type", endsWith(":invalid-state"));
    }

    @Test
    void passesNothingWhileItsFileIsToBeScreenedAnew() {
        UUID test = screened(submitted(SomePackage.any().uploadedBy(uploader)));
        laboratory.claim(test).statusCode(200);
        dismissAll(test);
        cases.change(test, TestRow::toBeScreened);

        laboratory.conclude(test, "PASSED").statusCode(409).body("errors[0].pointer", equalTo("/outcome"));

        cases.change(test, row -> row.screened(ScreeningOutcome.CLEAN));
        laboratory.conclude(test, "PASSED").statusCode(200);
    }

    @Test
    void comparesWithTheArtifactThatPassedLast() {
        SomeFile first = SomePackage.any().uploadedBy(uploader);
        String packageName = Codes.packageName();
        UUID passed = screened(submitted(first, packageName, 1));
        laboratory.claim(passed).statusCode(200);
        dismissAll(passed);
        laboratory.conclude(passed, "PASSED").statusCode(200);
        SomeFile second = SomePackage.any().uploadedBy(uploader);

        UUID next = screened(submitted(second, packageName, 2));

        laboratory.claim(next).statusCode(200);
        screening(laboratory, next)
                .body("difference.previousSha256", equalTo(first.sha256()))
                .body("difference.newPermissions", equalTo(List.of()))
                .body("difference.small", equalTo(true));
    }

    @Test
    void showsTheReportLikeFindings() {
        UUID test = screened(submitted(SomePackage.any().uploadedBy(uploader)));
        Calls regulator = new Calls(Tokens.regulator());
        Calls own = new Calls(Tokens.publisher(publisher));

        screening(laboratory, test).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:not-claimed"));
        screening(own, test).statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
        screening(new Calls(Tokens.publisher(Gate.registeredPublisher())), test).statusCode(404);
        screening(regulator, test).statusCode(400).body("errors[0].pointer", equalTo("purpose"));
        screening(new Calls(Tokens.auditor()), test).statusCode(200);
        regulator
                .as()
                .queryParam("purpose", "Complaint 4711")
                .get(Calls.PATH + test + "/screening")
                .then()
                .statusCode(200);
        laboratory.claim(test).statusCode(200);
        laboratory.find(test, "PERM_EXCESS", "MAJOR").statusCode(201);
        laboratory.conclude(test, "FAILED").statusCode(200);
        screening(own, test).statusCode(200);

        assertThat(cases.history(test).stream()
                        .filter(line -> line.what == TestEventRow.What.SCREENING_READ)
                        .map(line -> line.organisation + " " + line.detail))
                .containsExactly("audit-office null", "miit Complaint 4711", publisher + " null");
    }

    @Test
    void passesNothingThatCouldNotBeRead() {
        SomeFile noPackage = SomeFile.of(10_000).uploadedBy(uploader);
        String release = submitted(noPackage);
        UUID test = screened(release);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> platform.read(release)
                        .then()
                        .body("decision.reasons.code", hasItems("TEST_PENDING", "SCREENING_FAILED")));
        laboratory.claim(test).statusCode(200);
        laboratory
                .read(test)
                .body("findings[0].problem", equalTo("SCREENING_FAILED"))
                .body("findings[0].severity", equalTo("MAJOR"))
                .body("findings[0].by", equalTo("gatekeeper"));
        laboratory.conclude(test, "PASSED").statusCode(409);
        dismissAll(test);
        laboratory.conclude(test, "PASSED").statusCode(200);
    }

    @Test
    void dismissesOnlyWhatTheScreeningFoundAndOnlyOnce() {
        UUID test = screened(submitted(SomeFile.of(10_000).uploadedBy(uploader)));
        laboratory.claim(test).statusCode(200);
        int own = laboratory.find(test, "PERM_EXCESS", "MINOR").extract().path("findings[-1].n");

        dismiss(test, own).statusCode(409);
        dismiss(test, 1)
                .statusCode(200)
                .body("findings[0].dismissal.by", equalTo("lab-beijing"))
                .body("findings[0].dismissal.dismissedAt", notNullValue());
        dismiss(test, 1).statusCode(409);
        dismiss(test, 999).statusCode(404);
    }

    private ValidatableResponse dismiss(UUID test, int n) {
        return laboratory.post(test, "/findings/" + n + "/dismissal", Map.of("reason", "Never called."));
    }

    private void dismissAll(UUID test) {
        List<Integer> numbers = laboratory
                .read(test)
                .extract()
                .path("findings.findAll { it.origin == 'SCREENING' && !it.dismissal }.n");
        numbers.forEach(n -> dismiss(test, n).statusCode(200));
    }

    private static ValidatableResponse screening(Calls caller, UUID test) {
        return given().auth()
                .oauth2(caller.token())
                .get(Calls.PATH + test + "/screening")
                .then();
    }

    /** @param collected the kinds of personal information that are declared */
    private String declaring(Gate by, SomeFile file, String packageName, String... collected) {
        Map<String, Object> submission = Gate.submission(publisher, packageName, 1, file.sha256());
        submission.put(
                "declarations",
                Map.of(
                        "permissions",
                        List.of(Map.of("name", "android.permission.CAMERA", "purpose", "photos")),
                        "collectedPersonalInformation",
                        Stream.of(collected)
                                .map(kind -> Map.of("kind", kind, "purpose", "photos", "situation", "on demand"))
                                .toList()));
        return by.submit(submission).then().statusCode(201).extract().path("id");
    }

    /** The texts of what the screening found and nobody dismissed. */
    private List<String> standing(UUID test) {
        return laboratory
                .read(test)
                .extract()
                .path("findings.findAll { it.origin == 'SCREENING' && !it.dismissal }.description");
    }

    private void awaitScreenings(UUID test, int times) {
        await().atMost(Duration.ofSeconds(60)).until(() -> screenings(test) == times);
    }

    private long screenings(UUID test) {
        return cases.history(test).stream()
                .filter(line -> line.what == TestEventRow.What.SCREENED)
                .count();
    }

    private String submitted(SomeFile file) {
        return submitted(file, Codes.packageName(), 1);
    }

    private String submitted(SomeFile file, String packageName, int versionCode) {
        return platform.submit(Gate.submission(publisher, packageName, versionCode, file.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private UUID testOf(String release) {
        return testOf(platform, release);
    }

    private static UUID testOf(Gate submitter, String release) {
        return UUID.fromString(submitter.awaitTest(release));
    }

    /** The test of the release, once its file was screened. */
    private UUID screened(String release) {
        UUID test = testOf(release);
        await().atMost(Duration.ofSeconds(60)).until(() -> cases.row(test).screening != null);
        assertThat(cases.row(test).state()).isEqualTo(TestState.QUEUED);
        return test;
    }

    private static List<String> told(SomeFile file) {
        return Topics.read(
                        Topic.TECHNICAL_TESTS.topicName(), event -> event.key().equals(file.sha256()))
                .stream()
                .map(Topics.Told::type)
                .toList();
    }
}
