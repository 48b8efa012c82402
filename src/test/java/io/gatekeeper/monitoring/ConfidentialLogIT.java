package io.gatekeeper.monitoring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the production build says in its log while things go well and badly: ids, and nothing that is confidential. */
class ConfidentialLogIT {

    private static final String ISSUER = "https://issuer.example";
    private static final String DATABASE = "confidential_log";

    private static final String FINDING = "Reads-The-Contacts-Before-Consent";
    private static final String BREAKING_FINDING = "Breaks-A-Constraint-With-Content";
    private static final String EVIDENCE = "screenshot-of-the-contacts.png";
    private static final String SUMMARY = "Summary-Of-The-Verdict";
    private static final String APP = "Name-Of-The-App";
    private static final String DATA_OF_AN_EVENT = "Content-Of-An-Event-Nobody-Can-Read";

    private final List<String> tokens = new ArrayList<>();

    @TempDir
    Path artifacts;

    @AfterEach
    void leaveNothingBehind() throws SQLException {
        execute("postgres", "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    }

    @Test
    void tellsIdsAndNothingConfidential() throws Exception {
        Path application = ProductionBuild.application();
        execute("postgres", "CREATE DATABASE " + DATABASE);
        Map<String, String> variables = variables();
        int api = Integer.parseInt(variables.get("QUARKUS_HTTP_PORT"));

        try (GateProcess gate = GateProcess.start(application, variables)) {
            gate.await(() -> answers(variables.get("QUARKUS_MANAGEMENT_PORT")));
            // What no code of ours would let through, the database refuses; its words are the most talkative there are.
            execute(DATABASE, "ALTER TABLE finding ADD CHECK (description <> '" + BREAKING_FINDING + "')");

            aTest(api);
            anEventNobodyCanRead();
            Awaitility.await("the dead letter's line")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> gate.output().contains("sets aside the event"));

            String output = gate.output();
            assertThat(output)
                    .doesNotContain(FINDING, BREAKING_FINDING, EVIDENCE, SUMMARY, APP, DATA_OF_AN_EVENT)
                    .doesNotContain(tokens);
            List<JsonNode> lines = output.lines().map(ConfidentialLogIT::parse).toList();
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.has("timestamp") && line.has("level") && line.has("message"))
                            .isTrue());
            assertThat(lines)
                    .as("the 500 and the dead letter, each under its request id")
                    .anyMatch(line -> isError(line, "finding-that-breaks"))
                    .anyMatch(line -> isError(line, "event-nobody-can-read"));
        }
    }

    private static boolean isError(JsonNode line, String requestId) {
        return line.path("level").asText().equals("ERROR")
                && line.path("mdc").path("requestId").asText().equals(requestId);
    }

    private void aTest(int api) {
        String officer = token(Role.REGULATOR, "miit", "officer-1");
        String platform = token(Role.PLATFORM, "huawei-appgallery", "store");
        String laboratory = token(Role.LABORATORY, "lab-beijing", "examiner");
        String publisher = Codes.creditCode();
        call(api, officer, "name")
                .body(Map.of("name", "Publisher " + publisher))
                .put("/v1/publishers/" + publisher);
        call(api, officer, "measure")
                .body(Map.of(
                        "publisherId", publisher,
                        "type", "TRANSITIONAL_GUIDANCE",
                        "channel", "WRITTEN",
                        "legalBasis", "an order",
                        "reason", "four notices"))
                .post("/v1/measures");
        Map<String, Object> submission = Gate.submission(publisher, "com.example.logged", 1, Codes.sha256());
        submission.put("app", Map.of("packageName", "com.example.logged", "os", "ANDROID", "name", APP));
        String id = call(api, platform, "submission")
                .body(submission)
                .post("/v1/release-requests")
                .path("id");
        String test = Awaitility.await("an open test")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> call(api, platform, "read")
                                .get("/v1/release-requests/" + id)
                                .path("test.id"),
                        found -> found != null);
        call(api, laboratory, "claim").post("/v1/technical-tests/" + test + "/claim");
        assertStatus(201, finding(api, laboratory, test, "finding", FINDING));
        assertStatus(500, finding(api, laboratory, test, "finding-that-breaks", BREAKING_FINDING));
        // Refusals, of a body and of a bearer.
        assertStatus(400, finding(api, laboratory, test, "empty", ""));
        assertStatus(401, call(api, laboratory + "x", "forged").get("/v1/technical-tests/" + test));
        call(api, laboratory, "verdict")
                .body(Plans.verdict("FAILED", SUMMARY))
                .post("/v1/technical-tests/" + test + "/verdict");
    }

    private static Response finding(int api, String token, String test, String requestId, String description) {
        return call(api, token, requestId)
                .body(Map.of(
                        "problem",
                        "PERM_EXCESS",
                        "severity",
                        "MAJOR",
                        "description",
                        description,
                        "evidence",
                        List.of(Map.of("sha256", Codes.sha256(), "mediaType", "image/png", "name", EVIDENCE))))
                .post("/v1/technical-tests/" + test + "/findings");
    }

    private static void assertStatus(int expected, Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(expected);
    }

    private static RequestSpecification call(int api, String token, String requestId) {
        return given().port(api)
                .auth()
                .oauth2(token)
                .header("X-Request-Id", requestId)
                .contentType(ContentType.JSON);
    }

    private static void anEventNobodyCanRead() {
        ProducerRecord<String, String> record =
                new ProducerRecord<>("gatekeeper.release-requests.v1", Codes.sha256(), DATA_OF_AN_EVENT);
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", "gatekeeper.release-request.test-requested.v1",
                        "ce_source", "urn:gatekeeper",
                        "ce_subject", "somebody",
                        "ce_time", "2021-11-24T07:00:00Z",
                        "ce_requestid", "event-nobody-can-read")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka().bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record);
            producer.flush();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private String token(Role role, String organisation, String subject) {
        String token =
                Servers.issuer().token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
        tokens.add(token.substring(token.lastIndexOf('.')));
        return token;
    }

    private Map<String, String> variables() {
        return new HashMap<>(Map.of(
                "QUARKUS_HTTP_PORT", "" + Servers.freePort(),
                "QUARKUS_MANAGEMENT_PORT", "" + Servers.freePort(),
                "QUARKUS_DATASOURCE_JDBC_URL", url(DATABASE),
                "QUARKUS_DATASOURCE_USERNAME", Servers.postgres().user(),
                "KAFKA_BOOTSTRAP_SERVERS", Servers.kafka().bootstrapServers(),
                "GATEKEEPER_ARTIFACTS_DIRECTORY", artifacts.toString(),
                "QUARKUS_OIDC_PUBLIC_KEY", Servers.issuer().publicKey(),
                "QUARKUS_OIDC_TOKEN_ISSUER", ISSUER));
    }

    private static boolean answers(String management) {
        try {
            return given().port(Integer.parseInt(management))
                            .get("/q/health/started")
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static String url(String database) {
        return Servers.postgres().jdbcUrl().replaceFirst("/[^/]*$", "/" + database);
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        url(database), Servers.postgres().user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
