package io.gatekeeper.resilience;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ObjectStore;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest file there may be, brought to a gate with a heap of 256 MiB over a connection that breaks and by a process
 * that is killed, and screened where it lies.
 */
class LargeFileIT {

    private static final String ISSUER = "https://issuer.example";
    private static final long MEBIBYTE = 1L << 20;
    /** Resident memory of a gate with this heap, with room for other machines; docs/operations.md. */
    private static final long MOST_RESIDENT = 640;

    private final String platform = token(Role.PLATFORM, Codes.platform(), "store");
    private final String laboratory = token(Role.LABORATORY, "lab-beijing", "examiner");
    private final String officer = token(Role.REGULATOR, "miit", "officer-1");

    @TempDir
    Path directory;

    @Test
    void takesInFourGibibytesIntoADirectory() throws Exception {
        bring(4096 * MEBIBYTE, Map.of("GATEKEEPER_ARTIFACTS_DIRECTORY", directory.toString()));
    }

    @Test
    void takesInAGibibyteIntoABucket() throws Exception {
        bring(
                1024 * MEBIBYTE,
                Map.of(
                        "GATEKEEPER_ARTIFACTS_S3_BUCKET",
                        ObjectStore.BUCKET,
                        "GATEKEEPER_ARTIFACTS_S3_ENDPOINT",
                        ObjectStore.endpoint().toString(),
                        "GATEKEEPER_ARTIFACTS_S3_ACCESS_KEY",
                        "key",
                        "GATEKEEPER_ARTIFACTS_S3_SECRET_KEY",
                        "secret"));
    }

    private void bring(long size, Map<String, String> place) throws Exception {
        LargeFile file = new LargeFile(size);
        Map<String, String> variables = new HashMap<>(place);
        variables.putAll(Map.of(
                "QUARKUS_HTTP_PORT", "" + Servers.freePort(),
                "QUARKUS_MANAGEMENT_PORT", "" + Servers.freePort(),
                "QUARKUS_DATASOURCE_JDBC_URL", Servers.postgres().jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", Servers.postgres().user(),
                "KAFKA_BOOTSTRAP_SERVERS", Servers.kafka().bootstrapServers(),
                "QUARKUS_OIDC_PUBLIC_KEY", Servers.issuer().publicKey(),
                "QUARKUS_OIDC_TOKEN_ISSUER", ISSUER));
        int port = Integer.parseInt(variables.get("QUARKUS_HTTP_PORT"));
        long startedAt = System.nanoTime();
        long before;
        long broken;
        try (GateProcess first = start(variables)) {
            try (Socket connection = send(port, file, 0, size * 3 / 8)) {
                await().until(() -> offset(port, file) > 0 || !connection.isConnected());
            }
            broken = await("the gate has noticed")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> appended(port, file), stands -> stands > 0);

            try (Socket connection = send(port, file, broken, size * 3 / 4)) {
                assertThat(connection.getInputStream().available())
                        .as("no answer so far")
                        .isZero();
                before = resident(first);
                first.kill();
            }
        }
        long received = System.nanoTime();
        try (GateProcess second = start(variables)) {
            // In a bucket the killed writer has the upload until its term is over.
            long killed = await("the upload can be gone on with")
                    .atMost(Duration.ofMinutes(4))
                    .until(() -> appended(port, file), stands -> stands > 0);
            assertThat(killed).isGreaterThan(broken);
            long resumed = System.nanoTime();
            try (Socket connection = send(port, file, killed, size)) {
                assertThat(new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 201");
            }
            long stored = System.nanoTime();
            given().port(port)
                    .auth()
                    .oauth2(platform)
                    .head("/v1/artifacts/" + file.sha256())
                    .then()
                    .statusCode(200)
                    .header("Content-Length", Long.toString(size));
            long uploading = resident(second);

            Response report = screened(port, file);

            System.out.printf(
                    "[resilience] %d MiB in a %s: broken at %d, killed at %d, resumed and stored in %.1f s of %.1f s in all;"
                            + " screened in %.1f s; resident at most %d and %d MiB, after screening %d MiB, heap 256 MiB%n",
                    size / MEBIBYTE,
                    place.size() == 1 ? "directory" : "bucket",
                    broken / MEBIBYTE,
                    killed / MEBIBYTE,
                    seconds(stored - resumed),
                    seconds(received - startedAt + stored - resumed),
                    report.<Number>path("tookMillis").doubleValue() / 1e3,
                    before,
                    uploading,
                    resident(second));
            assertThat(report.<String>path("state")).as(report.asString()).isEqualTo("DONE");
            assertThat(report.<List<String>>path("findings.indicator"))
                    .noneMatch(indicator -> indicator.startsWith("file.limit") || indicator.startsWith("file.zip"));
            assertThat(Math.max(before, resident(second))).isLessThan(MOST_RESIDENT);
        }
    }

    private static GateProcess start(Map<String, String> variables) throws InterruptedException {
        Path application = ProductionBuild.application();
        GateProcess gate = GateProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        application.resolve("quarkus-run.jar").toString()),
                variables);
        int management = Integer.parseInt(variables.get("QUARKUS_MANAGEMENT_PORT"));
        gate.await(() -> answers(management));
        return gate;
    }

    private static boolean answers(int management) {
        try {
            return given().port(management).get("/q/health/ready").statusCode() == 200;
        } catch (Exception e) {
            return false;
        }
    }

    /** Promises the rest of the file from an offset on, and sends it up to another. */
    private Socket send(int port, LargeFile file, long from, long to) throws IOException {
        Socket connection = new Socket("127.0.0.1", port);
        String path = "/v1/artifacts/" + file.sha256();
        String head = (from == 0 ? "PUT " + path : "PATCH " + path + "/upload") + " HTTP/1.1\r\nHost: gate\r\n"
                + "Authorization: Bearer " + platform + "\r\n"
                + "Content-Type: " + (from == 0 ? "application/octet-stream" : "application/partial-upload") + "\r\n"
                + "Upload-Offset: " + from + "\r\nUpload-Complete: ?1\r\n"
                + "Content-Length: " + (file.size() - from) + "\r\n\r\n";
        OutputStream out = new BufferedOutputStream(connection.getOutputStream());
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        file.send(from, to, out);
        out.flush();
        return connection;
    }

    private long offset(int port, LargeFile file) {
        Response upload = given().port(port).auth().oauth2(platform).head("/v1/artifacts/" + file.sha256() + "/upload");
        return upload.statusCode() == 404 ? 0 : Long.parseLong(upload.header("Upload-Offset"));
    }

    /** Appends nothing where the upload stands; where that is, or 0 while another connection still writes it. */
    private long appended(int port, LargeFile file) {
        long stands = offset(port, file);
        int status = given().port(port)
                .auth()
                .oauth2(platform)
                .contentType("application/partial-upload")
                .header("Upload-Offset", stands)
                .header("Upload-Complete", "?0")
                .body(new byte[0])
                .patch("/v1/artifacts/" + file.sha256() + "/upload")
                .statusCode();
        return status == 201 ? stands : 0;
    }

    private Response screened(int port, LargeFile file) {
        String publisher = Codes.creditCode();
        call(port, officer).body(Map.of("name", "Publisher " + publisher)).put("/v1/publishers/" + publisher);
        call(port, officer)
                .body(Map.of(
                        "publisherId", publisher,
                        "type", "TRANSITIONAL_GUIDANCE",
                        "channel", "WRITTEN",
                        "legalBasis", "an order",
                        "reason", "four notices"))
                .post("/v1/measures");
        String release = call(port, platform)
                .body(Gate.submission(publisher, "io.example.app", 1, file.sha256()))
                .post("/v1/release-requests")
                .path("id");
        await("the screened test")
                .atMost(Duration.ofMinutes(5))
                .until(() -> "QUEUED"
                        .equals(call(port, platform)
                                .get("/v1/release-requests/" + release)
                                .path("test.state")));
        String test =
                call(port, platform).get("/v1/release-requests/" + release).path("test.id");
        call(port, laboratory).post("/v1/technical-tests/" + test + "/claim");
        return call(port, laboratory).get("/v1/technical-tests/" + test + "/screening");
    }

    private static RequestSpecification call(int port, String token) {
        return given().port(port).auth().oauth2(token).contentType(ContentType.JSON);
    }

    private static String token(Role role, String organisation, String subject) {
        return Servers.issuer().token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    /** The most memory the process has had so far, in MiB. */
    private static long resident(GateProcess gate) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(gate.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
