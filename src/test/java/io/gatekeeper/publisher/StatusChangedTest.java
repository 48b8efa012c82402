package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.FIRST;
import static io.gatekeeper.publisher.RegimeCalls.SECOND;
import static io.gatekeeper.publisher.RegimeCalls.batch;
import static io.gatekeeper.publisher.RegimeCalls.entryOf;
import static io.gatekeeper.publisher.RegimeCalls.impose;
import static io.gatekeeper.publisher.RegimeCalls.post;
import static io.gatekeeper.publisher.RegimeCalls.record;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gatekeeper.testing.CreditCodes;
import io.gatekeeper.testing.Servers;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusChangedTest {

    private final String publisher = CreditCodes.fresh();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void tellsEveryChangeInOrderAsItsSchemaSays() throws Exception {
        register(publisher, "a company " + publisher, List.of()).statusCode(201);
        record(batch("2026-03-01T02:00:00Z", entryOf(publisher))).statusCode(201);
        String measure = impose(publisher, "TRANSITIONAL_GUIDANCE").extract().path("id");
        post(SECOND, "/v1/measures/" + measure + "/confirmation").statusCode(200);
        post(FIRST, "/v1/measures/" + measure + "/lifting", "rectified").statusCode(202);
        post(SECOND, "/v1/measures/" + measure + "/lifting", "rectified").statusCode(200);

        List<JsonNode> told = told(5);

        assertThat(told).extracting(e -> e.get("statusVersion").asInt()).containsExactly(1, 2, 3, 4, 5);
        assertThat(told)
                .extracting(e -> e.get("standing").asText())
                .containsExactly("CLEAR", "CLEAR", "UNDER_GUIDANCE", "UNDER_GUIDANCE", "CLEAR");
        assertThat(told.get(3).at("/measures/0/confirmed").asBoolean()).isTrue();
        for (JsonNode event : told) {
            assertThat(schema().validate(event.toString(), InputFormat.JSON)).isEmpty();
        }
    }

    private List<JsonNode> told(int count) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", Servers.kafka().bootstrapServers(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("gatekeeper.publisher-status.v1"));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (events.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                    if (event.key().equals(publisher)) {
                        events.add(json.readTree(event.value()));
                    }
                }
            }
        }
        return events;
    }

    private static Schema schema() throws Exception {
        String resource = "/schemas/" + StatusChanged.TYPE + ".json";
        try (InputStream schema = StatusChangedTest.class.getResourceAsStream(resource)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON);
        }
    }
}
