package io.gatekeeper.release;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long decisions take: {@code gatekeeper_submission_seconds} and {@code gatekeeper_reconsideration_seconds}. */
@ApplicationScoped
class DecisionTimes {

    /** What a decision may follow besides a submission. */
    enum Change {
        /** A technical test went on. */
        TEST,
        /** A publisher's standing. */
        STANDING,
        /** A review window or a policy, which concern all publishers. */
        REGIME
    }

    private static final Duration[] OF_A_SUBMISSION = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000);
    private static final Duration[] OF_A_FOLLOW_UP =
            millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

    private final Timer single;
    private final Timer batched;
    private final Map<Change, Timer> followUps = new EnumMap<>(Change.class);
    private final Clock clock;

    DecisionTimes(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        single = submission("single", meters);
        batched = submission("batch", meters);
        for (Change change : Change.values()) {
            followUps.put(
                    change,
                    Timer.builder("gatekeeper.reconsideration")
                            .description("from a change to the decisions that follow it")
                            .tag("change", change.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(OF_A_FOLLOW_UP)
                            .register(meters));
        }
    }

    private static Timer submission(String kind, MeterRegistry meters) {
        return Timer.builder("gatekeeper.submission")
                .description("from a submission that was read to its committed decision")
                .tag("kind", kind)
                .serviceLevelObjectives(OF_A_SUBMISSION)
                .register(meters);
    }

    /** So that they are served before there is anything to tell. */
    void begin(@Observes StartupEvent event) {
        // Being called is enough.
    }

    /** One submission; only those that end with a receipt count. */
    <T> CompletionStage<T> single(Supplier<CompletionStage<T>> submission) {
        return timed(single, submission);
    }

    /** The same of an item of a batch. */
    <T> CompletionStage<T> ofBatch(Supplier<CompletionStage<T>> submission) {
        return timed(batched, submission);
    }

    private static <T> CompletionStage<T> timed(Timer timer, Supplier<CompletionStage<T>> submission) {
        long begun = System.nanoTime();
        return submission.get().whenComplete((receipt, failure) -> {
            if (failure == null) {
                timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** A technical test went on at this instant, and the requests for its artifact are decided anew. */
    void followed(Instant tested) {
        followed(Change.TEST, Duration.between(tested, clock.instant()));
    }

    /** All open requests a change concerns are decided anew. */
    void followed(Change change, Duration since) {
        followUps.get(change).record(since);
    }

    private static Duration[] millis(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
