package io.gatekeeper.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code openapi.yaml} as the tests read it. */
final class Contract {

    static final Path FILE = Path.of("openapi.yaml");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final JsonNode DOCUMENT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of("urn:contract", DOCUMENT.toString())));

    private Contract() {}

    /** One method of one path. */
    record Operation(String method, String path, JsonNode node) {

        /** The last parts of the problem types the operation can answer with. */
        Set<String> problems() {
            return texts(node.get("x-problem-types"));
        }

        Set<String> roles() {
            return texts(node.get("x-required-roles"));
        }

        boolean takesABody() {
            return node.has("requestBody");
        }

        /** The first media type its body may have. */
        String bodyType() {
            return deref(node.get("requestBody")).get("content").fieldNames().next();
        }

        boolean takesJson() {
            return takesABody() && bodyType().equals("application/json");
        }

        JsonNode response(int status) {
            return deref(node.get("responses").get(Integer.toString(status)));
        }

        /** Parameters of one kind: path, query or header. */
        Set<String> parameters(String in) {
            return stream(node.get("parameters"))
                    .map(Contract::deref)
                    .filter(p -> p.get("in").asText().equals(in))
                    .map(p -> p.get("name").asText())
                    .collect(TreeSet::new, Set::add, Set::addAll);
        }

        /** The path with some id of the right form in each place. */
        String somePath() {
            return path.replace("{creditCode}", "91350100M000100Y43")
                    .replace("{version}", "2021-1")
                    .replace("{laboratory}", "lab-beijing")
                    .replace("{n}", "1")
                    .replace("{item}", "078.4-2")
                    .replace("{sha256}", "a".repeat(64))
                    .replace("{id}", "01970000-0000-7000-8000-000000000000");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static JsonNode document() {
        return DOCUMENT;
    }

    static JsonNode component(String kind, String name) {
        return DOCUMENT.at("/components/" + kind + "/" + name);
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    operations.add(new Operation(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            operation.getValue()));
                }
            }
        }
        return operations;
    }

    /** The schema at this place of the document, for example {@code /components/schemas/Problem}. */
    static Schema schemaAt(String pointer) {
        return SCHEMAS.getSchema(SchemaLocation.of("urn:contract#" + pointer));
    }

    static JsonNode deref(JsonNode node) {
        return node != null && node.has("$ref")
                ? DOCUMENT.at(node.get("$ref").asText().substring(1))
                : node;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return array == null ? Stream.empty() : StreamSupport.stream(array.spliterator(), false);
    }

    static Set<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
