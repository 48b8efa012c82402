package io.gatekeeper.artifact;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.SomeFile;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is read by those who may, in ranges, and each read is on record. */
@QuarkusTest
class DownloadTest {

    @Inject
    DataSource database;

    private final String organisation = Codes.platform();
    private final String platform = Tokens.platform(organisation);
    private final SomeFile file = SomeFile.of(200_000);

    @BeforeEach
    void upload() {
        file.uploadedBy(platform);
    }

    @Test
    void givesTheWholeFileToThePlatformThatBroughtIt() throws SQLException {
        Response whole = as(platform).queryParam("purpose", " Checking ").get(file.path());

        whole.then()
                .statusCode(200)
                .header("ETag", '"' + file.sha256() + '"')
                .header("Accept-Ranges", "bytes")
                .header("Content-Length", "200000")
                .header("Cache-Control", "no-store")
                .contentType("application/octet-stream");
        assertThat(whole.asByteArray()).isEqualTo(file.content());
        assertThat(reads()).containsExactly(organisation + " platform Checking 0-199999");
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=100000-, 100000, 200000", "bytes=-5, 199995, 200000"})
    void givesARange(String range, int from, int to) throws SQLException {
        Response part = as(platform).header("Range", range).get(file.path());

        part.then()
                .statusCode(206)
                .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/200000")
                .header("Content-Length", Integer.toString(to - from));
        assertThat(part.asByteArray()).isEqualTo(file.bytes(from, to));
        assertThat(reads()).containsExactly(organisation + " platform null " + from + "-" + (to - 1));
    }

    @Test
    void heedsARangeOnlyOfTheFileTheCallerKnows() {
        as(platform)
                .header("Range", "bytes=0-9")
                .header("If-Range", '"' + file.sha256() + '"')
                .get(file.path())
                .then()
                .statusCode(206);
        for (String other : List.of("\"other\"", "W/\"" + file.sha256() + '"', "Wed, 24 Nov 2021 07:00:00 GMT")) {
            as(platform)
                    .header("Range", "bytes=0-9")
                    .header("If-Range", other)
                    .get(file.path())
                    .then()
                    .statusCode(200);
        }
        as(platform).header("Range", "bytes=0-9,20-29").get(file.path()).then().statusCode(200);
    }

    @Test
    void refusesARangeTheFileHasNotAndRecordsNothing() throws SQLException {
        as(platform)
                .header("Range", "bytes=200000-")
                .get(file.path())
                .then()
                .statusCode(416)
                .header("Content-Range", "bytes */200000")
                .body("type", equalTo("urn:gatekeeper:problem:range-not-satisfiable"));
        assertThat(reads()).isEmpty();
    }

    @Test
    void tellsThatItIsThereWithoutARecord() throws SQLException {
        as(platform).head(file.path()).then().statusCode(200).header("Content-Length", "200000");
        as(Tokens.platform(Codes.platform())).head(file.path()).then().statusCode(404);
        assertThat(reads()).isEmpty();
    }

    @Test
    void demandsAPurposeOfAnAuditor() throws SQLException {
        as(Tokens.auditor()).get(file.path()).then().statusCode(400).body("errors[0].pointer", equalTo("purpose"));
        as(Tokens.auditor())
                .queryParam("purpose", "x".repeat(501))
                .get(file.path())
                .then()
                .statusCode(400);
        assertThat(reads()).isEmpty();

        as(Tokens.auditor())
                .queryParam("purpose", "Hearing")
                .get(file.path())
                .then()
                .statusCode(200);

        assertThat(reads()).containsExactly("audit-office auditor Hearing 0-199999");
    }

    @Test
    void answersAForeignFileAsAnAbsentOne() throws SQLException {
        for (String other : List.of(Tokens.platform(Codes.platform()), Tokens.laboratory())) {
            assertThat(problem(other, file.path()))
                    .isEqualTo(problem(other, SomeFile.of(1).path()));
        }
        assertThat(reads()).isEmpty();
    }

    @Test
    void handsAFileToNobodyWhoMerelyKnowsItsDigest() {
        String other = Tokens.platform(Codes.platform());
        Gate.as(other)
                .submit(Gate.submission(Gate.registeredPublisher(), Codes.packageName(), 1, file.sha256()))
                .then()
                .statusCode(201);

        as(other).get(file.path()).then().statusCode(404);
    }

    @Test
    void letsOnlyTheLaboratoryThatHoldsTheClaimReadIt() throws SQLException {
        String publisher = Gate.registeredPublisher();
        Gate.imposeGuidance(publisher);
        String release = Gate.as(platform)
                .submit(Gate.submission(publisher, Codes.packageName(), 1, file.sha256()))
                .path("id");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "QUEUED".equals(Gate.as(platform).read(release).path("test.state")));
        String test = Gate.as(platform).read(release).path("test.id");
        String beijing = Tokens.laboratory("lab-beijing");
        as(beijing).get(file.path()).then().statusCode(404);

        Gate.as(beijing).post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);

        assertThat(as(beijing).get(file.path()).asByteArray()).isEqualTo(file.content());
        as(Tokens.laboratory("lab-shanghai")).get(file.path()).then().statusCode(404);
        assertThat(reads()).containsExactly("lab-beijing laboratory null 0-199999");
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static Map<String, Object> problem(String token, String path) {
        Map<String, Object> problem =
                as(token).get(path).then().statusCode(404).extract().path("$");
        problem.remove("instance");
        return problem;
    }

    private List<String> reads() throws SQLException {
        List<String> reads = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT * FROM artifact_read WHERE sha256 = ? ORDER BY id")) {
            query.setString(1, file.sha256());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    reads.add(row.getString("organisation") + " " + row.getString("role") + " "
                            + row.getString("purpose") + " " + row.getLong("first_byte") + "-"
                            + row.getLong("last_byte"));
                }
            }
        }
        return reads;
    }
}
