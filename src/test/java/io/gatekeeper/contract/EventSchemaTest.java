package io.gatekeeper.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.testing.EventSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event has a schema and every schema an event; {@link io.gatekeeper.testing.Topics} holds what is told to it. */
class EventSchemaTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");

    @Test
    void everyTypeHasASchemaAndEverySchemaAType() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            types().map(type -> type + ".json").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aSchemaIsClosedAndKnowsItsName(String type) throws IOException {
        JsonNode schema = read(type);
        assertThat(schema.get("$id").asText()).isEqualTo("urn:gatekeeper:schema:" + type);
        List<JsonNode> objects = schema.findParents("properties");
        assertThat(objects).isNotEmpty();
        for (JsonNode object : objects) {
            assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> EventSchemas.assertFits(type, "{\"x\": 1}")))
                .as("an object of nothing it knows")
                .isNotNull();
    }

    static Stream<String> types() {
        return Code.eventTypes().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "gatekeeper.release-decision.made.v1, /properties/outcome, gate.Outcome",
        "gatekeeper.release-decision.made.v1, /properties/state, release.ReleaseState",
        "gatekeeper.release-decision.made.v1, /properties/reasons/items/properties/code, gate.HoldReason",
        "gatekeeper.release-decision.made.v1, /properties/reasons/items/properties/recourse, gate.Recourse",
        "gatekeeper.release-decision.made.v1, /properties/nextAction/properties/by, gate.NextAction$Owner",
        "gatekeeper.release-decision.made.v1, /properties/nextAction/properties/what, gate.NextAction$Action",
        "gatekeeper.release-request.test-requested.v1, /properties/kind, publisher.ReleaseKind",
        "gatekeeper.release-request.test-requested.v1, /properties/testDays, publisher.TestDays",
        "gatekeeper.release-request.test-requested.v1, /properties/app/properties/os, release.Os",
        "gatekeeper.release-request.test-no-longer-needed.v1, /properties/cause, release.ReleaseState",
        "gatekeeper.publisher.status-changed.v1, /properties/standing, publisher.Standing",
        "gatekeeper.publisher.status-changed.v1, /properties/measures/items/properties/type, publisher.MeasureType",
        "gatekeeper.publisher.status-changed.v1, /properties/cause/properties/type, publisher.Cause$Type",
    })
    void aSchemaHasTheCodesOfTheCode(String type, String place, String enumeration) throws IOException {
        Set<String> codes = new TreeSet<>(Contract.texts(read(type).at(place + "/enum")));
        assertThat(codes).isEqualTo(Code.constants(Code.type(enumeration)));
    }

    private static JsonNode read(String type) throws IOException {
        return new ObjectMapper().readTree(SCHEMAS.resolve(type + ".json").toFile());
    }
}
