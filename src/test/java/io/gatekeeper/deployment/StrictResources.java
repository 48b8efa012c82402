package io.gatekeeper.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads resources so that a field nobody knows is told, wherever it stands: an API server would drop it in silence. */
final class StrictResources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private StrictResources() {}

    /** What is wrong with a resource, each as a sentence; nothing if nothing is. */
    static List<String> objections(JsonNode resource) {
        String[] groupAndVersion = resource.path("apiVersion").asText().split("/");
        String kind = resource.path("kind").asText();
        if (groupAndVersion.length == 2) {
            String published =
                    "/custom-resources/" + groupAndVersion[0] + "_" + groupAndVersion[1] + "_" + kind + ".json";
            try (InputStream schema = StrictResources.class.getResourceAsStream(published)) {
                if (schema != null) {
                    return bySchema(resource, JSON.readTree(schema));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        KubernetesResource read = KUBERNETES.unmarshal(resource.toString(), KubernetesResource.class);
        if (read instanceof GenericKubernetesResource) {
            return List.of("nobody knows a " + kind + " of " + resource.path("apiVersion"));
        }
        List<String> objections = new ArrayList<>();
        unknownFields(read, kind, objections);
        return objections;
    }

    private static List<String> bySchema(JsonNode resource, JsonNode published) {
        close(published);
        // The root leaves to the API server what every resource has.
        ((ObjectNode) published.path("properties")).putObject("metadata");
        Schema schema = SCHEMAS.getSchema(published);
        return schema.validate(resource).stream().map(Object::toString).toList();
    }

    /** In a published schema an object has the properties it names and no others, unless it says that it keeps them. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        if (schema instanceof ObjectNode object) {
            // Not of JSON Schema; the validator would complain about each.
            object.remove(List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string", "example"));
        }
        schema.forEach(StrictResources::close);
    }

    private static void unknownFields(Object value, String path, List<String> objections) {
        if (value instanceof Collection<?> items) {
            int i = 0;
            for (Object item : items) {
                unknownFields(item, path + "[" + i++ + "]", objections);
            }
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> unknownFields(entry, path + "." + key, objections));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (Field field : value.getClass().getDeclaredFields()) {
                Object content = content(field, value);
                if (field.getName().equals("additionalProperties")) {
                    ((Map<?, ?>) content).keySet().forEach(key -> objections.add(path + " has no " + key));
                } else {
                    unknownFields(content, path + "." + field.getName(), objections);
                }
            }
        }
    }

    private static Object content(Field field, Object owner) {
        if (java.lang.reflect.Modifier.isStatic(field.getModifiers())
                || field.getType().isEnum()) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
