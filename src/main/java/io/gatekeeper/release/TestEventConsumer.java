package io.gatekeeper.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatekeeper.outbox.Deliveries;
import io.gatekeeper.outbox.Delivery;
import io.gatekeeper.technicaltest.TestSubject;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hears what became of technical tests and has the waiting requests decided again. An event says only that it is worth
 * looking; what is decided on is what the database holds.
 */
@ApplicationScoped
class TestEventConsumer {

    private static final String NAME = "release";

    /** A request is held for want of the verdict already; that its test has begun changes no decision. */
    private static final byte[] OPENED = "gatekeeper.technical-test.opened.v1".getBytes(StandardCharsets.UTF_8);

    private final Deliveries deliveries;
    private final ReconsiderReleases reconsider;
    private final FollowExpeditions expeditions;
    private final DecisionTimes times;

    TestEventConsumer(
            Deliveries deliveries, ReconsiderReleases reconsider, FollowExpeditions expeditions, DecisionTimes times) {
        this.deliveries = deliveries;
        this.reconsider = reconsider;
        this.expeditions = expeditions;
        this.times = times;
        deliveries.consumedBy(NAME);
    }

    @Incoming("technical-tests")
    @Blocking
    void consume(ConsumerRecords<String, String> records) {
        List<ConsumerRecord<String, String>> telling = new ArrayList<>(records.count());
        for (ConsumerRecord<String, String> record : records) {
            if (!tellsOfAnOpening(record)) {
                telling.add(record);
            }
        }
        if (!telling.isEmpty()) {
            deliveries.apply(NAME, telling, this::apply);
        }
    }

    /** Half of all that is told of tests, and of no effect here: not worth a transaction to remember it by. */
    private static boolean tellsOfAnOpening(ConsumerRecord<String, String> record) {
        Header type = record.headers().lastHeader("ce_type");
        return type != null && Arrays.equals(OPENED, type.value());
    }

    private void apply(List<Delivery> events) {
        // Whatever was told of an artifact meanwhile, one look at what the database holds now answers all of it.
        Map<TestSubject, String> tested = new LinkedHashMap<>();
        for (Delivery event : events) {
            if (changesDecisions(event)) {
                tested.put(subject(event.data()), event.requestId());
            }
        }
        if (!tested.isEmpty()) {
            reconsider.testedBy(tested);
            expeditions.testedBy(tested.keySet());
        }
        events.forEach(event -> times.followed(event.occurredAt()));
    }

    private static boolean changesDecisions(Delivery event) {
        return switch (event.type()) {
            case "gatekeeper.technical-test.information-requested.v1",
                    "gatekeeper.technical-test.information-answered.v1",
                    "gatekeeper.technical-test.artifact-awaited.v1",
                    "gatekeeper.technical-test.artifact-received.v1",
                    "gatekeeper.technical-test.screened.v1",
                    "gatekeeper.technical-test.extended.v1",
                    "gatekeeper.technical-test.overdue.v1",
                    "gatekeeper.technical-test.contradicted.v1",
                    "gatekeeper.technical-test.concluded.v1",
                    "gatekeeper.technical-test.set-aside.v1",
                    "gatekeeper.technical-test.cancelled.v1" -> true;
            // For the release it waits for a laboratory as before.
            case "gatekeeper.technical-test.second-laboratory-drawn.v1" -> false;
            // That a verdict is due soon, and not given yet, is why it is held.
            case "gatekeeper.technical-test.reminder.v1" -> false;
            default -> throw new Deliveries.Unreadable("the type " + event.type() + " is not known");
        };
    }

    private static TestSubject subject(JsonNode data) {
        return new TestSubject(
                text(data, "publisherId"), text(data, "packageName"), text(data, "os"), text(data, "sha256"));
    }

    private static String text(JsonNode data, String field) {
        JsonNode value = data.path(field);
        if (!value.isTextual()) {
            throw new Deliveries.Unreadable("the field " + field + " is missing");
        }
        return value.asText();
    }
}
