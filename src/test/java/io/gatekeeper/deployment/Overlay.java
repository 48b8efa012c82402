package io.gatekeeper.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.gatekeeper.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One way to deploy the gate, as kustomize puts it together from {@code k8s/}. */
record Overlay(String name, List<JsonNode> documents) {

    private static final Path OVERLAYS = Path.of("k8s", "overlays");
    private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL));

    /** Whether this machine can put overlays together at all. */
    static boolean canBeRendered() {
        return Programs.succeeds(List.of("kubectl", "version", "--client"));
    }

    static List<Overlay> all() {
        try (Stream<Path> directories = Files.list(OVERLAYS)) {
            return directories.sorted().map(Overlay::render).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Overlay named(String name) {
        return render(OVERLAYS.resolve(name));
    }

    /** What kustomize says is read anew each time, so that a test may change what it has. */
    private static Overlay render(Path directory) {
        String yaml = RENDERED.computeIfAbsent(directory, Overlay::kustomized);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return new Overlay(directory.getFileName().toString(), documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kustomized(Path directory) {
        try {
            Path errors =
                    Files.createTempFile(Files.createDirectories(Path.of("target", "processes")), "kubectl-", ".log");
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", directory.toString())
                    .redirectError(errors.toFile())
                    .start();
            String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.waitFor() != 0 || Files.size(errors) > 0) {
                throw new AssertionError(directory + ": " + Files.readString(errors));
            }
            return yaml;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Stream<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind));
    }

    JsonNode one(String kind, String name) {
        return ofKind(kind)
                .filter(document -> document.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this.name + " has no " + kind + " " + name));
    }

    /** What pods are made of, of Deployments and of Jobs. */
    Stream<JsonNode> pods() {
        return Stream.of("Deployment", "Job").flatMap(this::ofKind).map(owner -> owner.at("/spec/template"));
    }

    static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(kind -> items(pod.path("spec").path(kind)));
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return name;
    }
}
