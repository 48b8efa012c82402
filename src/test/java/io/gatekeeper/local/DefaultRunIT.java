package io.gatekeeper.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.Servers;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged default run as real processes. */
class DefaultRunIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");
    private static final String TOPIC = "gatekeeper.dead-letters.v1";

    private static final int API = Servers.freePort();
    private static final int MANAGEMENT = Servers.freePort();
    private static final int POSTGRES = Servers.freePort();
    private static final int KAFKA = Servers.freePort();
    private static Path parent;

    @BeforeAll
    static void makeADirectory() throws IOException {
        parent = Files.createTempDirectory(Files.createDirectories(Path.of("target", "default-run")), "run-");
    }

    @Test
    void keepsItsDataWhenItIsKilledAndLetsNobodyElseAtIt() throws Exception {
        Path directory = parent.resolve("kept");
        String token;
        try (GateProcess gate = GateProcess.start(APPLICATION, variables(directory))) {
            gate.await(() -> gate.output().contains("answers on http://127.0.0.1:" + API));
            assertThat(gate.output()).contains("1/4 ", "2/4 ", "3/4 ", "4/4 ", "PostgreSQL ready", "Kafka ready");
            Path regulator = directory.resolve("tokens/regulator.jwt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(regulator)))
                    .isEqualTo("rw-------");
            token = Files.readString(regulator);
            advanceTheClock(token);
            leaveSomething();

            assertRefused(variables(directory), "Another release gatekeeper is running in");
            Path other = parent.resolve("other");
            assertRefused(variables(other), "Port " + API + " on 127.0.0.1, wanted for the API, is taken");
            assertThat(other.resolve("postgres")).doesNotExist();
            for (Map.Entry<String, String> taken : Map.of(
                            "QUARKUS_MANAGEMENT_PORT", "health and metrics",
                            "GATEKEEPER_LOCAL_POSTGRES_PORT", "PostgreSQL",
                            "GATEKEEPER_LOCAL_KAFKA_PORT", "Kafka")
                    .entrySet()) {
                Map<String, String> variables = new HashMap<>();
                variables.put("GATEKEEPER_LOCAL_DIRECTORY", other.toString());
                for (String variable : List.of(
                        "QUARKUS_HTTP_PORT",
                        "QUARKUS_MANAGEMENT_PORT",
                        "GATEKEEPER_LOCAL_POSTGRES_PORT",
                        "GATEKEEPER_LOCAL_KAFKA_PORT")) {
                    variables.put(variable, variable.equals(taken.getKey()) ? "" + API : "" + Servers.freePort());
                }
                assertRefused(variables, "wanted for " + taken.getValue() + ", is taken");
            }

            gate.kill();
        }

        try (GateProcess gate = GateProcess.start(APPLICATION, variables(directory))) {
            gate.await(() -> gate.output().contains("answers on"));
            assertThat(whatIsLeft()).isEqualTo("kept by PostgreSQL, kept by Kafka");
            advanceTheClock(token);

            gate.terminate();

            gate.awaitExit();
            assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void refusesToStartWhenItWouldNotKnowWhoIsCalling() throws Exception {
        Path directory = parent.resolve("refused");
        assertRefused(with(directory, "QUARKUS_OIDC_TENANT_ENABLED", "false"), "does not start without authentication");
        assertRefused(with(directory, "QUARKUS_HTTP_HOST", "0.0.0.0"), "with the development issuer outside loopback");
        assertRefused(
                with(directory, "QUARKUS_MANAGEMENT_HOST", "0.0.0.0"), "with the development issuer outside loopback");
        assertRefused(
                with(directory, "QUARKUS_PROFILE", "prod"), "with the development issuer in the production profile");
        assertThat(directory.resolve("postgres")).doesNotExist();
    }

    private static void assertRefused(Map<String, String> variables, String sentence) throws InterruptedException {
        try (GateProcess gate = GateProcess.start(APPLICATION, variables)) {
            assertThat(gate.awaitExit()).isEqualTo(1);
            assertThat(gate.output().strip().lines()).singleElement().asString().contains(sentence);
        }
    }

    private static Map<String, String> variables(Path directory) {
        return Map.of(
                "GATEKEEPER_LOCAL_DIRECTORY", directory.toString(),
                "QUARKUS_HTTP_PORT", "" + API,
                "QUARKUS_MANAGEMENT_PORT", "" + MANAGEMENT,
                "GATEKEEPER_LOCAL_POSTGRES_PORT", "" + POSTGRES,
                "GATEKEEPER_LOCAL_KAFKA_PORT", "" + KAFKA);
    }

    private static Map<String, String> with(Path directory, String variable, String value) {
        Map<String, String> variables = new HashMap<>(variables(directory));
        variables.put(variable, value);
        return variables;
    }

    private static void advanceTheClock(String token) {
        given().port(API)
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("by", "P7D"))
                .post("/local/clock/advance")
                .then()
                .statusCode(200);
        given().port(MANAGEMENT).get("/q/health").then().statusCode(200);
    }

    private static void leaveSomething() throws Exception {
        try (Connection connection = database();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 'kept by PostgreSQL' AS word");
        }
        try (var producer = new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "kept by Kafka")).get();
        }
    }

    private static String whatIsLeft() throws SQLException {
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT word FROM kept");
                var consumer = new KafkaConsumer<>(kafka(), new StringDeserializer(), new StringDeserializer())) {
            row.next();
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return row.getString(1) + ", "
                    + consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + POSTGRES + "/gatekeeper", "postgres", "");
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + KAFKA);
    }
}
