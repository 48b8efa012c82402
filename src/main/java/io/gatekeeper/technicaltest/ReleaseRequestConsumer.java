package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.outbox.Deliveries;
import io.gatekeeper.outbox.Delivery;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.Session;

/** Hears on Kafka which release requests need a technical test, and which no longer do. */
@ApplicationScoped
class ReleaseRequestConsumer {

    static final String NAME = "gatekeeper-technicaltest";

    private final Deliveries deliveries;
    private final TestIntake intake;
    private final ObjectMapper json;
    private final Session database;
    private final Clock clock;

    ReleaseRequestConsumer(Deliveries deliveries, TestIntake intake, ObjectMapper json, Session database, Clock clock) {
        this.deliveries = deliveries;
        this.intake = intake;
        this.json = json;
        this.database = database;
        this.clock = clock;
    }

    @Incoming("release-requests")
    @Blocking
    void consume(ConsumerRecords<String, String> records) {
        deliveries.applyTogether(NAME, records, this::apply);
    }

    private void apply(Delivery delivery) {
        Instant now = clock.instant();
        switch (delivery.type()) {
            case TestRequested.TYPE -> intake.request(TestRequested.read(delivery, json), now);
            case TestNoLongerNeeded.TYPE -> intake.leave(TestNoLongerNeeded.read(delivery, json), now);
            default -> throw new Deliveries.Unreadable("the type is not known to " + NAME);
        }
        // Hundreds of events share a transaction; without this each would be compared again with every next one.
        database.flush();
        database.clear();
    }
}
