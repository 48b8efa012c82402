package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.outbox.Deliveries;
import io.gatekeeper.outbox.Delivery;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears on Kafka which release requests need a technical test, and which no longer do. */
@ApplicationScoped
class ReleaseRequestConsumer {

    static final String NAME = "gatekeeper-technicaltest";

    private final Deliveries deliveries;
    private final TestIntake intake;
    private final ObjectMapper json;
    private final Clock clock;

    ReleaseRequestConsumer(Deliveries deliveries, TestIntake intake, ObjectMapper json, Clock clock) {
        this.deliveries = deliveries;
        this.intake = intake;
        this.json = json;
        this.clock = clock;
        deliveries.consumedBy(NAME);
    }

    @Incoming("release-requests")
    @Blocking
    void consume(ConsumerRecords<String, String> records) {
        deliveries.apply(NAME, records, this::apply);
    }

    private void apply(List<Delivery> deliveries) {
        Instant now = clock.instant();
        List<Heard<?>> heard = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            heard.add(new Heard<>(read(delivery), delivery.requestId()));
        }
        Heard.waves(heard).forEach(wave -> intake.take(wave, now));
    }

    private ReleaseRequestEvent read(Delivery delivery) {
        return switch (delivery.type()) {
            case TestRequested.TYPE -> TestRequested.read(delivery, json);
            case TestNoLongerNeeded.TYPE -> TestNoLongerNeeded.read(delivery, json);
            default -> throw new Deliveries.Unreadable("the type is not known to " + NAME);
        };
    }
}
