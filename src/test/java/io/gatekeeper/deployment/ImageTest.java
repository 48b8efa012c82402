package io.gatekeeper.deployment;

import static io.gatekeeper.deployment.Overlay.containers;
import static io.gatekeeper.deployment.Overlay.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The container image as far as its recipe tells, held against the manifests that run it. */
class ImageTest {

    private static final String HOME = "/opt/gatekeeper";

    private final Dockerfile dockerfile = Dockerfile.read();
    private final Dockerfile.Stage image = dockerfile.last();

    @Test
    void holdsTheProductionBuildAndItsCacheAndNothingElse() {
        assertThat(image.instructions())
                .extracting(Dockerfile.Instruction::name)
                .doesNotContain("RUN", "ADD", "VOLUME", "HEALTHCHECK", "CMD");
        assertThat(image.all("COPY"))
                .containsExactly(
                        "--from=build --chown=0:0 /gate " + HOME,
                        "--from=training --chown=0:0 /tmp/training/gate.aot " + HOME + "/gate.aot");
        // What /gate is made of.
        assertThat(dockerfile.stages().get(0).all("RUN"))
                .filteredOn(run -> run.contains("/gate"))
                .singleElement()
                .asString()
                .contains("cp -R target/production/quarkus-app/. src/main/docker/java-options /gate ")
                .containsOnlyOnce("cp ");
    }

    @Test
    void isTrainedByTheVeryJvmThatRunsItAtTheVeryPath() {
        Dockerfile.Stage training = dockerfile.stages().get(1);

        assertThat(training.one("FROM")).isEqualTo(image.one("FROM") + " AS training");
        assertThat(training.all("RUN")).contains("/training/train /training/servers " + HOME + " /tmp/training");
        assertThat(training.one("ENV")).isEqualTo(image.one("ENV"));
        assertThat(image.entrypoint())
                .containsExactly(
                        "java",
                        "@" + HOME + "/java-options",
                        "-XX:AOTCache=" + HOME + "/gate.aot",
                        "-jar",
                        HOME + "/quarkus-run.jar");
    }

    @Test
    void isWhatTheManifestsTakeItFor() {
        assumeTrue(Overlay.canBeRendered(), "kubectl is not there: the image is not held against the overlays");
        Set<Integer> exposed = Arrays.stream(image.one("EXPOSE").split(" "))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        for (Overlay overlay : Overlay.all()) {
            List<JsonNode> pods = overlay.pods().toList();
            assertThat(pods).isNotEmpty().allSatisfy(pod -> {
                JsonNode security = pod.at("/spec/securityContext");
                assertThat(image.one("USER"))
                        .isEqualTo(security.path("runAsUser").asText() + ":"
                                + security.path("runAsGroup").asText());
                assertThat(containers(pod)).isNotEmpty().allSatisfy(container -> {
                    assertThat(container.path("command").isMissingNode()).isTrue();
                    assertThat(container
                                    .at("/securityContext/readOnlyRootFilesystem")
                                    .asBoolean())
                            .isTrue();
                    assertThat(items(container.path("ports"))
                                    .map(port -> port.path("containerPort").asInt()))
                            .allMatch(exposed::contains);
                    assertThat(mounts(container)).contains("/tmp").noneMatch(mount -> HOME.startsWith(mount));
                });
            });
            JsonNode settings = overlay.one("ConfigMap", "release-gatekeeper").path("data");
            List<String> artifacts = settings.findValuesAsText("GATEKEEPER_ARTIFACTS_DIRECTORY");
            assertThat(overlay.ofKind("Deployment").flatMap(deployment -> containers(deployment.at("/spec/template"))))
                    .isNotEmpty()
                    .allSatisfy(container -> assertThat(mounts(container)).containsAll(artifacts));
            assertThat(artifacts.size()
                            + settings.findValues("GATEKEEPER_ARTIFACTS_S3_BUCKET")
                                    .size())
                    .as("files have one place")
                    .isEqualTo(1);
            for (String secrets : settings.path("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS")
                    .asText()
                    .split(",")) {
                assertThat(overlay.ofKind("Deployment")
                                .flatMap(deployment -> containers(deployment.at("/spec/template"))))
                        .allSatisfy(container -> assertThat(mounts(container)).contains(secrets));
            }
        }
    }

    private static List<String> mounts(JsonNode container) {
        return items(container.path("volumeMounts"))
                .map(mount -> mount.path("mountPath").asText())
                .toList();
    }
}
