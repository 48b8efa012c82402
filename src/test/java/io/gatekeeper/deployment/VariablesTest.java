package io.gatekeeper.deployment;

import static io.gatekeeper.deployment.Overlay.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests tell the gate, held against what it listens to: a key nobody reads is ignored without a word. */
class VariablesTest {

    private static final KnownKeys KNOWN = new KnownKeys();

    /** Where an overlay mounts Secrets whose files are named as the keys they hold. */
    private static final Set<String> FILES_ARE_KEYS = Set.of("secrets", "kafka-password", "object-store");

    static List<Overlay> overlays() {
        return Overlay.all();
    }

    @BeforeAll
    static void needsKubectl() {
        assumeTrue(Overlay.canBeRendered(), "kubectl is not there: the overlays are not looked at");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void setsNoVariableThatNobodyReads(Overlay overlay) {
        List<String> variables = variables(overlay).toList();

        assertThat(variables)
                .contains("QUARKUS_DATASOURCE_JDBC_URL", "GATEKEEPER_TECHNICAL_TEST_FILE")
                .allSatisfy(variable ->
                        assertThat(KNOWN.isVariable(variable)).as(variable).isTrue());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void mountsNoSecretThatNobodyReads(Overlay overlay) {
        List<String> files = overlay.pods()
                .flatMap(pod -> items(pod.at("/spec/volumes")))
                .filter(volume -> FILES_ARE_KEYS.contains(volume.path("name").asText()))
                .flatMap(volume -> items(volume.at("/projected/sources")))
                .flatMap(source -> items(source.at("/secret/items")))
                .map(item -> item.path("path").asText())
                .toList();

        assertThat(files)
                .contains("quarkus.datasource.password")
                .allSatisfy(key -> assertThat(KNOWN.isKey(key)).as(key).isTrue());
    }

    @Test
    void tellsWhatNobodyReads() {
        for (String known : List.of(
                "QUARKUS_HTTP_PORT", "GATEKEEPER_ROLES_API", "GATEKEEPER_QUOTA_READS", "KAFKA_SSL_KEYSTORE_TYPE")) {
            assertThat(KNOWN.isVariable(known)).as(known).isTrue();
        }
        for (String unknown : List.of(
                // A typing error each, of one of Quarkus's, of ours and of a client's.
                "QUARKUS_HTTP_PROT",
                "GATEKEEPER_ROLE_API",
                "KAFKA_SSL_KEYSTORE_TIPE",
                // Only a build listens to it.
                "QUARKUS_PACKAGE_JAR_TYPE")) {
            assertThat(KNOWN.isVariable(unknown)).as(unknown).isFalse();
        }
    }

    private static Stream<String> variables(Overlay overlay) {
        JsonNode common = overlay.one("ConfigMap", "release-gatekeeper").path("data");
        return Stream.concat(
                StreamSupport.stream(((Iterable<String>) common::fieldNames).spliterator(), false),
                overlay.pods()
                        .flatMap(Overlay::containers)
                        .flatMap(container -> items(container.path("env")))
                        .map(variable -> variable.path("name").asText()));
    }
}
