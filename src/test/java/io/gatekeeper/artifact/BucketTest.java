package io.gatekeeper.artifact;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.screening.file.SomePackage;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Forwarder;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.ObjectStore;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate with its files in a bucket of a real server, which may also be away. */
@QuarkusTest
@TestProfile(BucketTest.FilesInABucket.class)
class BucketTest {

    public static class FilesInABucket implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gatekeeper.artifacts.directory", "",
                    "gatekeeper.artifacts.s3.bucket", ObjectStore.BUCKET,
                    "gatekeeper.artifacts.s3.endpoint", "http://127.0.0.1:" + Servers.freePort(),
                    "gatekeeper.artifacts.s3.access-key", "key",
                    "gatekeeper.artifacts.s3.secret-key", "secret");
        }
    }

    private static final int SIZE = 20_000_000;

    @ConfigProperty(name = "gatekeeper.artifacts.s3.endpoint")
    URI endpoint;

    @Inject
    ArtifactRecords records;

    @Inject
    ArtifactStore store;

    @Inject
    UploadSweeper sweeper;

    private final String organisation = Codes.platform();
    private final String platform = Tokens.platform(organisation);
    private Forwarder way;

    @BeforeEach
    void openTheWay() {
        way = new Forwarder(endpoint.getPort(), ObjectStore.port());
    }

    @AfterEach
    void closeTheWay() {
        way.close();
    }

    @Test
    void storesAFileOnceAndGivesItInRanges() {
        SomeFile file = SomeFile.of(SIZE).uploadedBy(platform);
        String another = Tokens.platform(Codes.platform());
        file.put(another).then().statusCode(200);

        assertThat(given().auth().oauth2(platform).get(file.path()).asByteArray())
                .isEqualTo(file.content());
        assertThat(given().auth()
                        .oauth2(another)
                        .header("Range", "bytes=9000000-9000099")
                        .get(file.path())
                        .then()
                        .statusCode(206)
                        .extract()
                        .asByteArray())
                .isEqualTo(file.bytes(9_000_000, 9_000_100));
        assertThat(Buckets.keys(ArtifactStore.location(file.sha256()))).hasSize(1);
    }

    @Test
    void goesOnAfterABrokenConnection() throws IOException {
        SomeFile file = SomeFile.of(SIZE);
        try (Wire wire = Wire.open(
                "PUT",
                file.path(),
                platform,
                "Content-Type: application/octet-stream",
                "Content-Length: " + file.content().length)) {
            wire.send(file.bytes(0, 12_345_678));
            await().atMost(Duration.ofSeconds(20)).until(() -> offset(file) > 0);
        }
        UUID part =
                records.unfinished(organisation, file.sha256()).orElseThrow().id();
        await().atMost(Duration.ofSeconds(20)).until(() -> isFree(part));
        int stands = offset(file);
        assertThat(stands).isBetween(S3Part.CHUNK, 12_345_678);

        file.patch(platform, stands, stands + 10, false).then().statusCode(201);
        file.patch(platform, stands + 10, SIZE, true).then().statusCode(201).body("sizeBytes", equalTo(SIZE));

        assertThat(given().auth().oauth2(platform).get(file.path()).asByteArray())
                .isEqualTo(file.content());
        assertThat(Buckets.keys(S3Store.prefix(part))).isEmpty();
    }

    @Test
    void keepsNothingOfAFileWithAnotherDigest() {
        SomeFile file = SomeFile.of(SIZE);
        SomeFile wrong = new SomeFile(file.sha256(), SomeFile.of(SIZE).content());
        wrong.put(platform)
                .then()
                .statusCode(422)
                .body("type", equalTo(ProblemType.DIGEST_MISMATCH.uri().toString()));

        assertThat(file.look(platform).statusCode()).isEqualTo(404);
        assertThat(Buckets.keys(ArtifactStore.location(file.sha256()))).isEmpty();
    }

    @Test
    void screensAFileWhereItLies() {
        String publisher = Gate.registeredPublisher();
        Gate.imposeGuidance(publisher);
        SomeFile file = SomePackage.any().uploadedBy(platform);
        String release = Gate.as(platform)
                .submit(Gate.submission(publisher, Codes.packageName(), 1, file.sha256()))
                .path("id");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "QUEUED".equals(Gate.as(platform).read(release).path("test.state")));
        String test = Gate.as(platform).read(release).path("test.id");

        Gate laboratory = Gate.as(Tokens.laboratory("lab-beijing"));
        laboratory.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);

        laboratory
                .get("/v1/technical-tests/" + test + "/screening")
                .then()
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("permissions", hasItem("android.permission.CAMERA"));
    }

    @Test
    void asksToComeAgainWhileTheStoreIsAwayAndStaysInService() {
        SomeFile file = SomeFile.of(SIZE);
        SomeFile there = SomeFile.of(1_000).uploadedBy(platform);
        way.close();

        file.put(platform).then().statusCode(503).header("Retry-After", "2");
        given().auth().oauth2(platform).get(there.path()).then().statusCode(503).header("Retry-After", "2");
        given().port(management()).get("/q/health/ready").then().statusCode(200);
        given().port(management())
                .get("/q/health/well")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'artifacts' }.status", equalTo("DOWN"));

        way = new Forwarder(endpoint.getPort(), ObjectStore.port());
        given().auth().oauth2(platform).get(there.path()).then().statusCode(200);
        file.put(platform).then().statusCode(201);
        given().port(management())
                .get("/q/health/well")
                .then()
                .body("checks.find { it.name == 'artifacts' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'artifacts' }.data.store", equalTo("s3"));
    }

    @Test
    void sweepsAwayWhatNoRowLeadsTo() throws IOException {
        SomeFile file = SomeFile.of(100);
        UUID lost = begun(file);
        UUID underWay = begun(SomeFile.of(100));
        records.abandon(lost);

        sweeper.sweepLeftovers();

        assertThat(Buckets.keys(S3Store.prefix(lost))).isEmpty();
        assertThat(Buckets.keys(S3Store.prefix(underWay))).hasSize(1);
    }

    private static int management() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }

    private UUID begun(SomeFile file) throws IOException {
        UUID id =
                records.begin(organisation, file.sha256(), Duration.ofHours(1)).orElseThrow();
        try (Part part = store.create(id)) {
            part.append(file.content(), file.content().length);
        }
        return id;
    }

    private int offset(SomeFile file) {
        var upload = file.look(platform);
        return upload.statusCode() == 404 ? 0 : Integer.parseInt(upload.header("Upload-Offset"));
    }

    private boolean isFree(UUID part) throws IOException {
        var free = store.write(part);
        if (free.isPresent()) {
            free.get().close();
        }
        return free.isPresent();
    }
}
