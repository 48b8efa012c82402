package io.gatekeeper.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Programs;
import io.gatekeeper.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The production build as the container image starts it, without a container: by the recipe's entry point, as the recipe's
 * user, on a file system nobody can write to but for {@code /tmp}.
 */
class ImageIT {

    private static final String HOME = "/opt/gatekeeper";
    private static final int NEEDED_FOR_A_CACHE = 25;

    /** Where the gate stands in place of {@value #HOME}: wherever this checkout is, and whoever may look into it. */
    private static final Path PLACE = Path.of("/mnt/gatekeeper");

    private static final Path OPTIONS = Path.of("/mnt/java-options");

    /** In a mount namespace of its own, which ends with the process. Its first arguments are the application and the options. */
    private static final String READ_ONLY = """
            mount --make-rprivate / && mount -t tmpfs tmpfs /mnt \
              && mkdir /mnt/gatekeeper && mount --bind "$1" /mnt/gatekeeper && mount -o remount,bind,ro /mnt/gatekeeper \
              && cp "$2" /mnt/java-options && mount -o remount,ro /mnt \
              && mount -o remount,bind,ro / && mount -t tmpfs tmpfs /tmp && shift 2 && exec "$@\"""";

    private static Path application;
    private static final Dockerfile.Stage IMAGE = Dockerfile.read().last();

    @BeforeAll
    static void build() throws InterruptedException, IOException {
        application = ProductionBuild.application().toAbsolutePath();
        assumeTrue(
                Programs.succeeds(isolated(List.of("true"))),
                "only root on Linux can take the rights to write away from a process: the image's start is not tried");
    }

    @Test
    void runsAsNobodyInParticularOnAFileSystemItCannotWriteTo() throws Exception {
        int management = Servers.freePort();
        try (GateProcess gate = GateProcess.start(isolated(entrypoint()), variables(management))) {
            gate.await(() -> isReady(management));

            given().port(management).get("/q/health").then().statusCode(200);
            String status = Files.readString(Path.of("/proc", "" + gate.pid(), "status"));
            String user = IMAGE.one("USER").split(":")[0];
            assertThat(status)
                    .containsPattern("Uid:\\s+" + user + "\\s+" + user)
                    .containsPattern("CapEff:\\s+0+\\n");
            assertThat(gate.output()).doesNotContain("Exception").doesNotContain("Read-only file system");

            // Nothing stands between it and the signal.
            gate.terminate();
            assertThat(gate.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void cannotWriteWhereItStands() throws Exception {
        assertThat(Programs.succeeds(isolated(List.of("touch", "/tmp/file")))).isTrue();
        assertThat(Programs.succeeds(isolated(
                        List.of("test", "-r", PLACE.resolve("quarkus-run.jar").toString()))))
                .isTrue();
        assertThat(Programs.succeeds(
                        isolated(List.of("touch", PLACE.resolve("file").toString()))))
                .isFalse();
    }

    /** The recipe's, with the build's place in place of the image's and this JVM in place of its. */
    private static List<String> entrypoint() {
        List<String> command = new ArrayList<>(IMAGE.entrypoint());
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.removeIf(
                argument -> argument.startsWith("-XX:AOT") && Runtime.version().feature() < NEEDED_FOR_A_CACHE);
        command.replaceAll(
                argument -> argument.startsWith("@") ? "@" + OPTIONS : argument.replace(HOME, PLACE.toString()));
        return command;
    }

    private static List<String> isolated(List<String> command) {
        String[] user = IMAGE.one("USER").split(":");
        List<String> isolated = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", READ_ONLY, "sh"));
        isolated.add(application.toString());
        isolated.add(
                Dockerfile.DIRECTORY.resolve("java-options").toAbsolutePath().toString());
        isolated.addAll(List.of("setpriv", "--reuid=" + user[0], "--regid=" + user[1], "--clear-groups"));
        isolated.addAll(List.of("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"));
        isolated.addAll(command);
        return isolated;
    }

    private static Map<String, String> variables(int management) {
        return Map.of(
                "MALLOC_ARENA_MAX",
                "2",
                "QUARKUS_HTTP_PORT",
                "" + Servers.freePort(),
                "QUARKUS_MANAGEMENT_PORT",
                "" + management,
                "QUARKUS_DATASOURCE_JDBC_URL",
                Servers.postgres().jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                Servers.postgres().user(),
                "KAFKA_BOOTSTRAP_SERVERS",
                Servers.kafka().bootstrapServers(),
                "GATEKEEPER_ARTIFACTS_DIRECTORY",
                "/tmp/artifacts",
                "QUARKUS_OIDC_PUBLIC_KEY",
                Servers.issuer().publicKey(),
                "QUARKUS_OIDC_TOKEN_ISSUER",
                "https://issuer.example");
    }

    private static boolean isReady(int management) {
        try {
            return given().port(management).get("/q/health/ready").statusCode() == 200;
        } catch (Exception e) {
            return false;
        }
    }
}
