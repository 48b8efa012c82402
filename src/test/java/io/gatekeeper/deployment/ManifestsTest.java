package io.gatekeeper.deployment;

import static io.gatekeeper.deployment.Overlay.containers;
import static io.gatekeeper.deployment.Overlay.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatekeeper.outbox.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay of {@code k8s/}, as a cluster would get it. Needs kubectl, and is skipped where there is none. */
class ManifestsTest {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String COMPONENT = "app.kubernetes.io/component";

    @BeforeAll
    static void needsKubectl() {
        assumeTrue(Overlay.canBeRendered(), "kubectl is not there: the overlays are not looked at");
    }

    static List<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void hasNoFieldThatNobodyKnows(Overlay overlay) {
        assertThat(overlay.documents())
                .isNotEmpty()
                .allSatisfy(document -> assertThat(StrictResources.objections(document))
                        .as(document.path("kind").asText() + " " + document.at("/metadata/name"))
                        .isEmpty());
    }

    @Test
    void tellsAFieldThatNobodyKnowsWhereverItStands() {
        JsonNode deployment = Overlay.named("production").one("Deployment", "release-gatekeeper");
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/readinessProbe/httpGet")).put("pth", "/");
        JsonNode kafka = Overlay.named("production").one("Kafka", "kafka");
        ((ObjectNode) kafka.at("/spec/kafka/listeners/0")).put("tsl", true);

        assertThat(StrictResources.objections(deployment))
                .singleElement()
                .asString()
                .endsWith("has no pth");
        assertThat(StrictResources.objections(kafka)).singleElement().asString().contains("tsl");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void keepsToTheRestrictedPodSecurityStandard(Overlay overlay) {
        assertThat(overlay.one("Namespace", "gatekeeper").at("/metadata/labels/pod-security.kubernetes.io~1enforce"))
                .hasToString("\"restricted\"");
        assertThat(overlay.pods().toList()).isNotEmpty().allSatisfy(pod -> {
            JsonNode spec = pod.path("spec");
            assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            for (String forbidden : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertThat(spec.path(forbidden).asBoolean()).isFalse();
            }
            assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(spec.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(items(spec.path("volumes")).flatMap(v -> names(v)).filter(n -> !n.equals("name")))
                    .isSubsetOf("configMap", "emptyDir", "projected", "secret", "persistentVolumeClaim");
            assertThat(containers(pod).toList()).isNotEmpty().allSatisfy(container -> {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("privileged").asBoolean()).isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop")).hasToString("[\"ALL\"]");
                assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
                assertThat(items(container.path("ports"))).noneMatch(port -> port.has("hostPort"));
                assertThat(container.at("/resources/requests/memory"))
                        .isEqualTo(container.at("/resources/limits/memory"));
                assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void namesOnlyWhatIsThere(Overlay overlay) {
        Set<String> claims = named(overlay, "PersistentVolumeClaim");
        Set<String> maps = named(overlay, "ConfigMap");
        Set<String> accounts = named(overlay, "ServiceAccount");
        overlay.pods().forEach(pod -> {
            JsonNode spec = pod.path("spec");
            assertThat(accounts).contains(spec.path("serviceAccountName").asText());
            assertThat(claims).containsAll(spec.findValuesAsText("claimName"));
            Set<String> volumes = items(spec.path("volumes"))
                    .map(v -> v.path("name").asText())
                    .collect(Collectors.toSet());
            containers(pod).forEach(container -> {
                assertThat(items(container.path("envFrom"))
                                .map(e -> e.at("/configMapRef/name").asText()))
                        .allMatch(maps::contains);
                assertThat(items(container.path("volumeMounts"))
                                .map(m -> m.path("name").asText()))
                        .containsExactlyInAnyOrderElementsOf(volumes);
                Set<String> ports = items(container.path("ports"))
                        .map(p -> p.path("name").asText())
                        .collect(Collectors.toSet());
                Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                        .filter(container::has)
                        .forEach(probe -> assertThat(ports)
                                .contains(container
                                        .path(probe)
                                        .at("/httpGet/port")
                                        .asText()));
            });
        });
        overlay.ofKind("Service").forEach(service -> {
            List<JsonNode> pods = selected(overlay, service.at("/spec/selector"));
            assertThat(pods).hasSize(1);
            Set<String> ports = containers(pods.get(0))
                    .flatMap(c -> items(c.path("ports")))
                    .map(p -> p.path("name").asText())
                    .collect(Collectors.toSet());
            assertThat(items(service.at("/spec/ports"))
                            .map(p -> p.path("targetPort").asText()))
                    .allMatch(ports::contains);
        });
        overlay.ofKind("HorizontalPodAutoscaler").forEach(scaler -> {
            JsonNode scaled = overlay.one(
                    "Deployment", scaler.at("/spec/scaleTargetRef/name").asText());
            assertThat(scaled.at("/spec/replicas").isMissingNode())
                    .as("a number of replicas of its own would be set again at each apply")
                    .isTrue();
        });
        overlay.ofKind("PodDisruptionBudget")
                .forEach(budget -> assertThat(selected(overlay, budget.at("/spec/selector/matchLabels")))
                        .hasSize(1));
        overlay.ofKind("Deployment").forEach(deployment -> {
            assertThat(selected(overlay, deployment.at("/spec/selector/matchLabels")))
                    .hasSize(1);
            items(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                    .forEach(spread -> assertThat(selected(overlay, spread.at("/labelSelector/matchLabels")))
                            .containsExactly(deployment.at("/spec/template")));
        });
        overlay.ofKind("Ingress")
                .flatMap(ingress -> ingress.findValues("service").stream())
                .forEach(backend -> {
                    JsonNode service =
                            overlay.one("Service", backend.path("name").asText());
                    assertThat(items(service.at("/spec/ports")).map(p -> p.path("name")))
                            .contains(backend.at("/port/name"));
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void letsNothingInOrOutThatNoPolicyNames(Overlay overlay) {
        JsonNode deny = overlay.one("NetworkPolicy", "release-gatekeeper-deny").path("spec");

        assertThat(deny.path("policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(deny.has("ingress") || deny.has("egress")).isFalse();
        // All pods of ours, the migration's too.
        assertThat(selected(overlay, deny.at("/podSelector/matchLabels")))
                .hasSameSizeAs(overlay.pods().toList());
        // An empty list of peers would be everybody.
        overlay.ofKind("NetworkPolicy")
                .forEach(policy -> Stream.of("ingress/from", "egress/to").forEach(way -> {
                    String[] names = way.split("/");
                    items(policy.path("spec").path(names[0])).forEach(rule -> {
                        assertThat(rule.path(names[1]))
                                .as(policy.at("/metadata/name").asText())
                                .isNotEmpty();
                        assertThat(rule.path("ports"))
                                .as(policy.at("/metadata/name").asText())
                                .isNotEmpty();
                    });
                }));
    }

    @Test
    void keepsTheKindsApartThatScaleApart() {
        Map<String, Set<String>> offByDeployment = Overlay.named("production")
                .ofKind("Deployment")
                .collect(Collectors.toMap(
                        d -> d.at("/metadata/name").asText(),
                        d -> items(d.at("/spec/template/spec/containers/0/env"))
                                .filter(e -> e.path("value").asText().equals("false"))
                                .map(e -> e.path("name").asText().replace("GATEKEEPER_ROLES_", ""))
                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(offByDeployment)
                .isEqualTo(Map.of(
                        "release-gatekeeper", Set.of("RELAY", "WORKFLOW"),
                        "release-gatekeeper-workflow", Set.of("API", "RELAY"),
                        "release-gatekeeper-relay", Set.of("API", "WORKFLOW")));
    }

    @Test
    void createsTheTopicsOfTheCode() {
        Set<String> ours = Stream.of(Topic.values()).map(Topic::topicName).collect(Collectors.toSet());

        for (String overlay : List.of("production", "single-node")) {
            assertThat(named(Overlay.named(overlay), "KafkaTopic")).isEqualTo(ours);
        }
        assertThat(Overlay.named("production").ofKind("KafkaTopic")).allSatisfy(topic -> {
            assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
            assertThat(topic.at("/spec/config/min.insync.replicas").asInt()).isEqualTo(2);
        });
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    private static Set<String> named(Overlay overlay, String kind) {
        return overlay.ofKind(kind).map(d -> d.at("/metadata/name").asText()).collect(Collectors.toSet());
    }

    private static List<JsonNode> selected(Overlay overlay, JsonNode labels) {
        assertThat(names(labels)).contains(NAME).isSubsetOf(NAME, COMPONENT);
        return overlay.pods()
                .filter(pod -> labels.properties().stream()
                        .allMatch(l -> pod.path("metadata")
                                .path("labels")
                                .path(l.getKey())
                                .equals(l.getValue())))
                .toList();
    }
}
