package io.gatekeeper.outbox;

import io.smallrye.health.api.Wellness;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether the consumers of this replica have work and get it done: each one shows its partitions, and is unwell while it
 * waits for the database with an event it cannot apply.
 */
@Wellness
class ConsumerHealth implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaClientService kafka;
    private final Deliveries deliveries;

    ConsumerHealth(KafkaClientService kafka, Deliveries deliveries) {
        this.kafka = kafka;
        this.deliveries = deliveries;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("consumers");
        boolean well = true;
        for (String channel : new TreeSet<>(kafka.getConsumerChannels())) {
            KafkaConsumer<Object, Object> consumer = kafka.getConsumer(channel);
            Set<TopicPartition> assigned = consumer.getAssignments().await().atMost(PATIENCE);
            health.withData(channel + ".partitions", assigned.size());
        }
        for (String waiting : new TreeSet<>(deliveries.waiting())) {
            health.withData(waiting, "waits for the database");
            well = false;
        }
        return health.status(well).build();
    }
}
