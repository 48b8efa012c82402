package io.gatekeeper.outbox;

import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.TimeoutException;
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

    /** The thread that polls answers between two polls, and an idle poll takes a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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
            health.withData(channel + ".partitions", partitions(consumer));
        }
        for (String waiting : new TreeSet<>(deliveries.waiting())) {
            health.withData(waiting, "waits for the database");
            well = false;
        }
        return health.status(well).build();
    }

    /** One that is only just joining its group, or at work, may not answer in time: no news, and not bad news. */
    private static String partitions(KafkaConsumer<Object, Object> consumer) {
        try {
            Set<TopicPartition> assigned = consumer.getAssignments().await().atMost(PATIENCE);
            return String.valueOf(assigned.size());
        } catch (TimeoutException e) {
            return "unknown";
        }
    }
}
