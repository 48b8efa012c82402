package io.gatekeeper.deployment;

import static io.gatekeeper.deployment.Overlay.items;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Forwarder;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import io.gatekeeper.testing.Topics;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production build, configured by nothing but what the manifests say, with our addresses put in their place. */
class DeployedIT {

    private static final String ISSUER = "https://issuer.example";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static Path application;

    @TempDir
    Path secrets;

    @BeforeAll
    static void build() throws InterruptedException {
        assumeTrue(Overlay.canBeRendered(), "kubectl is not there: the manifests are not tried");
        application = ProductionBuild.application();
    }

    @AfterEach
    void leaveNoPortBehind() {
        RestAssured.port = RestAssured.UNDEFINED_PORT;
    }

    @Test
    @SuppressWarnings("try") // The forwarder is only there.
    void mayStartBeforeItsDatabaseItsSchemaAndItsBroker() throws Exception {
        Overlay overlay = Overlay.named("existing");
        int postgres = Servers.freePort();
        Map<String, String> variables = variables(overlay, emptyDatabase(), postgres);
        variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + Servers.freePort());
        int management = Integer.parseInt(variables.get("QUARKUS_MANAGEMENT_PORT"));

        try (GateProcess gate = GateProcess.start(application, variables)) {
            gate.await(() -> gate.output().contains("waits for PostgreSQL"));
            try (Forwarder late =
                    new Forwarder(postgres, port(Servers.postgres().jdbcUrl()))) {
                gate.await(() -> gate.output().contains("waiting for the schema"));

                Map<String, String> job = new HashMap<>(variables);
                job.putAll(environment(overlay.one("Job", "release-gatekeeper-migration")));
                try (GateProcess migration = GateProcess.start(application, job)) {
                    assertThat(migration.awaitExit()).as(migration::output).isZero();
                }

                gate.await(() -> answers(management, "/q/health/started"));
                given().port(management).get("/q/health/ready").then().statusCode(200);
                assertThat(gate.output()).doesNotContain("Exception");
            }
        }
    }

    @Test
    void leavesAsKubernetesAsksItTo() throws Exception {
        Map<String, String> variables = migrated("existing");
        int management = Integer.parseInt(variables.get("QUARKUS_MANAGEMENT_PORT"));

        try (GateProcess gate = GateProcess.start(application, variables)) {
            gate.await(() -> answers(management, "/q/health/ready"));
            RestAssured.port = Integer.parseInt(variables.get("QUARKUS_HTTP_PORT"));
            Gate platform = platform();

            gate.terminate();

            Awaitility.await("unready").until(() -> !answers(management, "/q/health/ready"));
            platform.submit(Gate.submission(Codes.creditCode(), "com.example.late", 1, Codes.sha256()))
                    .then()
                    .statusCode(201);
            assertThat(gate.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void threeKindsOfPodsDoTogetherWhatOneDoes() throws Exception {
        Overlay overlay = Overlay.named("production");
        Map<String, String> common = migrated("existing");
        Map<String, String> api = apart(common, overlay.one("Deployment", "release-gatekeeper"));
        Map<String, String> workflow = apart(common, overlay.one("Deployment", "release-gatekeeper-workflow"));
        Map<String, String> relay = apart(common, overlay.one("Deployment", "release-gatekeeper-relay"));

        try (GateProcess one = GateProcess.start(application, api);
                GateProcess two = GateProcess.start(application, workflow);
                GateProcess three = GateProcess.start(application, relay)) {
            for (var each : Map.of(one, api, two, workflow, three, relay).entrySet()) {
                each.getKey().await(() -> answers(port(each.getValue(), "MANAGEMENT"), "/q/health/ready"));
            }
            assertThat(answers(port(workflow, "HTTP"), "/v1/policies")).isFalse();
            assertThat(answers(port(relay, "HTTP"), "/v1/policies")).isFalse();

            RestAssured.port = port(api, "HTTP");
            String publisher = Codes.creditCode();
            Gate officer = Gate.as(token(Role.REGULATOR, "miit", "officer-1"));
            officer.put("/v1/publishers/" + publisher, Map.of("name", "Publisher " + publisher))
                    .then()
                    .statusCode(201);
            officer.post(
                            "/v1/measures",
                            Map.of(
                                    "publisherId", publisher,
                                    "type", "TRANSITIONAL_GUIDANCE",
                                    "channel", "WRITTEN",
                                    "legalBasis", "an order",
                                    "reason", "four notices"))
                    .then()
                    .statusCode(201);
            Gate platform = platform();
            String id = platform.submit(Gate.submission(publisher, "com.example.apart", 1, Codes.sha256()))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");

            // Relayed by the third, opened by the second, read by the first.
            Awaitility.await("an open test")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(platform.read(id).<String>path("test.state"))
                            .isNotNull());
            Topics.await(
                    "gatekeeper.release-decisions.v1", 1, told -> told.key().equals(id));
            for (GateProcess each : new GateProcess[] {one, two}) {
                assertThat(each.output()).doesNotContain("relays the outbox");
            }
            assertThat(three.output()).contains("relays the outbox");
            given().port(port(relay, "MANAGEMENT")).get("/q/health/well").then().statusCode(200);
        }
    }

    /** What the manifests give a pod of this overlay, with a database that has its schema. */
    private Map<String, String> migrated(String name) throws Exception {
        Overlay overlay = Overlay.named(name);
        Map<String, String> variables =
                variables(overlay, emptyDatabase(), port(Servers.postgres().jdbcUrl()));
        Map<String, String> job = new HashMap<>(variables);
        job.putAll(environment(overlay.one("Job", "release-gatekeeper-migration")));
        try (GateProcess migration = GateProcess.start(application, job)) {
            assertThat(migration.awaitExit()).as(migration::output).isZero();
        }
        return variables;
    }

    private Map<String, String> variables(Overlay overlay, String database, int postgres) throws IOException {
        Files.writeString(
                secrets.resolve("quarkus.datasource.username"),
                Servers.postgres().user());
        Files.writeString(secrets.resolve("quarkus.datasource.password"), "none is asked for here");
        Map<String, String> variables = new HashMap<>();
        overlay.one("ConfigMap", "release-gatekeeper")
                .path("data")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        variables.put("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS", secrets.toString());
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + postgres + "/" + database);
        variables.put("KAFKA_BOOTSTRAP_SERVERS", Servers.kafka().bootstrapServers());
        variables.remove("KAFKA_SECURITY_PROTOCOL");
        variables.remove("QUARKUS_OIDC_AUTH_SERVER_URL");
        variables.put("QUARKUS_OIDC_PUBLIC_KEY", Servers.issuer().publicKey());
        variables.put("QUARKUS_OIDC_TOKEN_ISSUER", ISSUER);
        variables.put(
                "GATEKEEPER_ARTIFACTS_DIRECTORY", secrets.resolve("artifacts").toString());
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        variables.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        return onPortsOfItsOwn(variables);
    }

    private static Map<String, String> apart(Map<String, String> common, JsonNode deployment) {
        Map<String, String> variables = new HashMap<>(common);
        variables.putAll(environment(deployment));
        return onPortsOfItsOwn(variables);
    }

    private static Map<String, String> onPortsOfItsOwn(Map<String, String> variables) {
        variables.put("QUARKUS_HTTP_PORT", "" + Servers.freePort());
        variables.put("QUARKUS_MANAGEMENT_PORT", "" + Servers.freePort());
        return variables;
    }

    private static Map<String, String> environment(JsonNode owner) {
        Map<String, String> environment = new HashMap<>();
        items(owner.at("/spec/template/spec/containers/0/env"))
                .forEach(e ->
                        environment.put(e.path("name").asText(), e.path("value").asText()));
        return environment;
    }

    private static String emptyDatabase() throws SQLException {
        String name = "deployed_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        Servers.postgres().jdbcUrl(), Servers.postgres().user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    private static boolean answers(int port, String path) {
        try {
            return given().port(port).get(path).statusCode() == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static Gate platform() {
        return Gate.as(token(Role.PLATFORM, "huawei-appgallery", "store"));
    }

    private static String token(Role role, String organisation, String subject) {
        return Servers.issuer().token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    private static int port(Map<String, String> variables, String of) {
        return Integer.parseInt(variables.get("QUARKUS_" + of + "_PORT"));
    }

    private static int port(String jdbcUrl) {
        return Integer.parseInt(jdbcUrl.replaceFirst(".*:(\\d+)/.*", "$1"));
    }
}
