package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.technicaltest.TestQueue.Place;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** Places in a queue that is longer than anybody counts. */
@QuarkusTest
class TestQueueTest {

    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");

    @Inject
    TestQueue queue;

    @Inject
    Session database;

    @Test
    @TestTransaction
    void tellsThePlaceOfThoseInFrontAndNoneFurtherBack() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < TestQueue.COUNTED + 2; i++) {
            places.add(new Place(UUID.randomUUID(), FIRST.plusSeconds(i)));
        }
        places.forEach(this::store);
        Place first = places.get(0);
        Place lastCounted = places.get(TestQueue.COUNTED - 1);
        Place firstNotCounted = places.get(TestQueue.COUNTED);
        Place behind = places.get(TestQueue.COUNTED + 1);

        // Twice, with what is remembered of the end of counting and with it read anew.
        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInSameThread().untilAsserted(() -> {
            QueuePositions told = queue.positionsOf(List.of(behind, lastCounted, first, firstNotCounted));
            assertThat(told.of(first.id())).hasValue(1);
            assertThat(told.of(lastCounted.id())).hasValue(TestQueue.COUNTED);
            assertThat(told.of(firstNotCounted.id())).isEmpty();
            assertThat(told.of(behind.id())).isEmpty();
        });
        assertThat(queue.positionsOf(List.of(behind)).positions()).isEmpty();
    }

    private void store(Place place) {
        database.createNativeMutationQuery("""
                        INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name,
                               version_code, size_bytes, policy_version, state, opened_at, due_at, version)
                        VALUES (:id, '9144030071526726XG', 'com.example.' || :id, 'ANDROID', repeat('0', 64), 'n', 'v',
                               1, 1, 'p', 'QUEUED', CAST(:dueAt AS timestamptz) - interval '7 days', :dueAt, 1)
                        """)
                .setParameter("id", place.id())
                .setParameter("dueAt", place.dueAt().atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }
}
