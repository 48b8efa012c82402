package io.gatekeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON Schemas the repository publishes for its events, one for each type. */
public final class EventSchemas {

    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private EventSchemas() {}

    /** Holds the data of an event against the schema of its type. */
    public static void assertFits(String type, String data) {
        assertThat(SCHEMAS.computeIfAbsent(type, EventSchemas::read)
                        .validate(
                                data,
                                InputFormat.JSON,
                                run -> run.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as("%s %s", type, data)
                .isEmpty();
    }

    private static Schema read(String type) {
        try (InputStream schema = EventSchemas.class.getResourceAsStream("/schemas/" + type + ".json")) {
            assertThat(schema).as("the schema of " + type).isNotNull();
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
