package io.gatekeeper.artifact;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come in whole or in parts, and only the one with the right digest stays. */
@QuarkusTest
class UploadTest {

    private static final int SIZE = 1_000_000;

    @Inject
    LocalClock clock;

    @Inject
    UploadSweeper sweeper;

    @Inject
    ArtifactRecords records;

    @Inject
    Artifacts artifacts;

    private final String organisation = Codes.platform();
    private final String platform = Tokens.platform(organisation);
    private final String another = Tokens.platform(Codes.platform());
    private final SomeFile file = SomeFile.of(SIZE);

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void storesAFileOnceWhoeverBringsIt() throws IOException {
        file.put(platform)
                .then()
                .statusCode(201)
                .header("Location", containsString(file.path()))
                .header("Upload-Complete", "?1")
                .body("sha256", equalTo(file.sha256()))
                .body("sizeBytes", equalTo(SIZE));

        file.put(platform).then().statusCode(200);
        file.put(another).then().statusCode(200).body("sizeBytes", equalTo(SIZE));

        assertThat(artifacts.find(file.sha256()))
                .hasValueSatisfying(stored -> assertThat(stored.sizeBytes()).isEqualTo(SIZE));
        try (var stored = artifacts.open(file.sha256())) {
            assertThat(stored.size()).isEqualTo(SIZE);
        }
    }

    @Test
    void takesNobodysWordForAFileAnotherBrought() {
        file.uploadedBy(platform);

        SomeFile claimed = new SomeFile(file.sha256(), SomeFile.of(10).content());
        assertProblem(claimed.put(another), ProblemType.DIGEST_MISMATCH);

        given().auth().oauth2(another).get(file.path()).then().statusCode(404);
        given().auth().oauth2(platform).get(file.path()).then().statusCode(200);
    }

    @Test
    void refusesAnotherDigestAndKeepsNothing() {
        SomeFile other = SomeFile.of(1_000);
        SomeFile wrong = new SomeFile(file.sha256(), other.content());

        assertProblem(wrong.put(platform), ProblemType.DIGEST_MISMATCH)
                .then()
                .body("detail", containsString(other.sha256()))
                .body("errors[0].pointer", equalTo("sha256"));

        assertThat(file.look(platform).statusCode()).isEqualTo(404);
        assertThat(artifacts.find(file.sha256())).isEmpty();
        file.uploadedBy(platform);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnAfterABrokenConnectionTwice(boolean chunked) throws IOException {
        breakOff("PUT", file.path(), chunked, file.bytes(0, 300_000), "Content-Type: application/octet-stream");
        int first = offset();
        assertThat(first).isBetween(1, 300_000);
        breakOff(
                "PATCH",
                file.uploadPath(),
                chunked,
                file.bytes(first, 600_000),
                "Content-Type: application/partial-upload",
                "Upload-Offset: " + first,
                "Upload-Complete: ?1");
        await().atMost(Duration.ofSeconds(20)).until(() -> offset() > first);
        int second = offset();
        assertThat(second).isBetween(first + 1, 600_000);

        Response whole = file.patch(platform, second, SIZE, true);

        whole.then().statusCode(201).body("sizeBytes", equalTo(SIZE));
        assertThat(given().auth().oauth2(platform).get(file.path()).asByteArray())
                .isEqualTo(file.content());
        assertThat(file.look(platform).header("Upload-Complete")).isEqualTo("?1");
        assertProblem(file.patch(platform, SIZE, SIZE, true), ProblemType.UPLOAD_CONFLICT);
    }

    @Test
    void takesPartsOneAfterTheOther() {
        begin().then()
                .statusCode(201)
                .header("Upload-Offset", "0")
                .header("Upload-Complete", "?0")
                .header("Location", containsString(file.uploadPath()));
        file.patch(platform, 0, 400_000, false).then().statusCode(201).header("Upload-Offset", "400000");
        given().auth()
                .oauth2(platform)
                .get(file.uploadPath())
                .then()
                .statusCode(200)
                .header("Upload-Limit", "max-size=4294967296, max-age=86400")
                .body("offset", equalTo(400_000))
                .body("complete", equalTo(false));

        assertProblem(file.patch(platform, 399_999, SIZE, true), ProblemType.UPLOAD_CONFLICT)
                .then()
                .header("Upload-Offset", "400000");
        file.patch(platform, 400_000, SIZE, true).then().statusCode(201);
    }

    @Test
    void beginsAnewWhenAskedTo() {
        begin();
        file.patch(platform, 0, 400_000, false).then().statusCode(201);

        file.put(platform).then().statusCode(201).body("sizeBytes", equalTo(SIZE));
    }

    @Test
    void letsOneConnectionWriteAtATime() throws IOException {
        try (Wire busy = Wire.open(
                "PUT", file.path(), platform, "Content-Type: application/octet-stream", "Content-Length: " + SIZE)) {
            busy.send(file.bytes(0, 200_000));
            await().atMost(Duration.ofSeconds(20)).until(() -> offset() > 0);

            assertProblem(file.put(platform), ProblemType.UPLOAD_CONFLICT);
            assertProblem(file.patch(platform, offset(), SIZE, true), ProblemType.UPLOAD_CONFLICT);
            assertProblem(cancel(platform), ProblemType.UPLOAD_CONFLICT);

            busy.send(file.bytes(200_000, SIZE));
            assertThat(busy.head()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void showsNobodyAnothersUpload() {
        begin();

        assertThat(file.look(another).statusCode()).isEqualTo(404);
        assertProblem(file.patch(another, 0, SIZE, true), ProblemType.NOT_FOUND);
        assertProblem(cancel(another), ProblemType.NOT_FOUND);
        file.put(another).then().statusCode(201);
        file.look(platform).then().statusCode(200).header("Upload-Complete", "?0");
    }

    @Test
    void givesUpWhenAskedTo() {
        begin();

        cancel(platform).then().statusCode(204);

        assertThat(file.look(platform).statusCode()).isEqualTo(404);
        assertProblem(cancel(platform), ProblemType.NOT_FOUND);
    }

    @Test
    void sweepsAwayWhatNobodyGoesOnWith() {
        begin();
        UUID part =
                records.unfinished(organisation, file.sha256()).orElseThrow().id();
        SomeFile later = SomeFile.of(1_000);
        clock.advance(Duration.ofHours(23));
        begin(later, platform);
        sweeper.sweep();
        assertThat(file.look(platform).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofHours(1).plusSeconds(1));
        sweeper.sweep();

        assertThat(file.look(platform).statusCode()).isEqualTo(404);
        assertThat(later.look(platform).statusCode()).isEqualTo(200);
        assertThat(java.nio.file.Path.of("target/test-artifacts/parts", part.toString()))
                .doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, 1234, application/octet-stream, ?1, , INVALID_REQUEST, sha256",
        "PUT, %00, application/octet-stream, ?1, , INVALID_REQUEST, sha256",
        "PUT, , application/octet-stream, true, , INVALID_REQUEST, Upload-Complete",
        "PUT, , application/json, ?1, , UNSUPPORTED_MEDIA_TYPE, ",
        "PATCH, , application/octet-stream, ?1, 0, UNSUPPORTED_MEDIA_TYPE, ",
        "PATCH, , application/partial-upload, , 0, INVALID_REQUEST, Upload-Complete",
        "PATCH, , application/partial-upload, ?1, , INVALID_REQUEST, Upload-Offset",
        "PATCH, , application/partial-upload, ?1, -1, INVALID_REQUEST, Upload-Offset",
        "PATCH, , application/partial-upload, ?1, 1.5, INVALID_REQUEST, Upload-Offset",
        "PATCH, , application/partial-upload, ?1, 9999999999999999999, INVALID_REQUEST, Upload-Offset",
        "PATCH, , application/partial-upload, ?1, 0, NOT_FOUND, ",
    })
    void namesWhatDoesNotFit(
            String method,
            String digest,
            String type,
            String complete,
            String offset,
            ProblemType problem,
            String name) {
        var call = given().auth().oauth2(platform).urlEncodingEnabled(false).contentType(type);
        if (complete != null) {
            call.header("Upload-Complete", complete);
        }
        if (offset != null) {
            call.header("Upload-Offset", offset);
        }
        Response answer = call.body(new byte[] {1})
                .request(
                        method,
                        "/v1/artifacts/" + (digest == null ? file.sha256() : digest)
                                + (method.equals("PATCH") ? "/upload" : ""));
        assertProblem(answer, problem);
        if (name != null) {
            answer.then().body("errors[0].pointer", equalTo(name));
        }
    }

    @Test
    void refusesAnEmptyFile() {
        SomeFile empty = SomeFile.of(0);
        assertProblem(empty.put(platform), ProblemType.INVALID_REQUEST);
        assertThat(empty.look(platform).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAFileThatSaysItIsTooLarge() throws IOException {
        try (Wire wire = Wire.open(
                "PUT",
                file.path(),
                platform,
                "Content-Type: application/octet-stream",
                "Content-Length: " + ((4L << 30) + 1))) {
            assertThat(wire.head()).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
        }
        assertThat(file.look(platform).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"PUT, /v1/artifacts/1234", "POST, /v1/artifacts/%s", "PATCH, /v1/artifacts/%s", "PUT, /v1/publishers/x"
    })
    void letsOnlyFilesBeLarge(String method, String path) throws IOException {
        String tooLong = "Content-Length: " + (17 << 20);
        try (Wire wire = Wire.open(method, path.formatted(file.sha256()), platform, tooLong)) {
            assertThat(wire.head()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void readsNoFileOfNobody() throws IOException {
        for (String length : List.of("Content-Length: " + (1L << 30), "Transfer-Encoding: chunked")) {
            try (Wire wire = Wire.open("PUT", file.path(), null, "Content-Type: application/octet-stream", length)) {
                assertThat(wire.head()).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
            }
        }
    }

    @Test
    void takesInALargeFileAsAStream() throws Exception {
        long size = 256L << 20;
        byte[] block = SomeFile.of(1 << 20).content();
        MessageDigest digest = SomeFile.digest();
        for (long sent = 0; sent < size; sent += block.length) {
            digest.update(block);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        URI uri = URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/artifacts/" + sha256);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(size);
        connection.setRequestProperty("Authorization", "Bearer " + platform);
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        try (OutputStream body = connection.getOutputStream()) {
            for (long sent = 0; sent < size; sent += block.length) {
                body.write(block);
            }
        }

        assertThat(connection.getResponseCode()).isEqualTo(201);
        assertThat(artifacts.find(sha256))
                .hasValueSatisfying(stored -> assertThat(stored.sizeBytes()).isEqualTo(size));
        java.nio.file.Files.delete(
                java.nio.file.Path.of("target/test-artifacts").resolve(ArtifactStore.location(sha256)));
    }

    private Response begin() {
        return begin(file, platform);
    }

    private static Response begin(SomeFile file, String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .header("Upload-Complete", "?0")
                .body(new byte[0])
                .put(file.path());
    }

    private Response cancel(String token) {
        return given().auth().oauth2(token).delete(file.uploadPath());
    }

    private int offset() {
        Response upload = file.look(platform);
        return upload.statusCode() == 404 ? 0 : Integer.parseInt(upload.header("Upload-Offset"));
    }

    /** Sends some of a body that promises more, and hangs up; returns when the gate has let go of the upload. */
    private void breakOff(String method, String path, boolean chunked, byte[] bytes, String... headers)
            throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + SIZE;
        int before = offset();
        try (Wire wire = Wire.open(method, path, platform, all)) {
            if (chunked) {
                wire.send((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            wire.send(bytes);
            await().atMost(Duration.ofSeconds(20)).until(() -> offset() > before);
        }
        UUID part =
                records.unfinished(organisation, file.sha256()).orElseThrow().id();
        await().atMost(Duration.ofSeconds(20)).until(() -> isFree(part));
    }

    @Inject
    ArtifactStore store;

    private boolean isFree(UUID part) throws IOException {
        var free = store.write(part);
        if (free.isPresent()) {
            free.get().close();
        }
        return free.isPresent();
    }

    private static Response assertProblem(Response answer, ProblemType type) {
        answer.then().statusCode(type.status()).body("type", equalTo(type.uri().toString()));
        return answer;
    }
}
