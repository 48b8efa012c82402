package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In each race a measure at one replica meets submissions, reads and a listing at the others. What begins after its call has
 * returned is held; what overlaps it may go either way.
 */
final class Races {

    private static final int AT_ONCE = 3;

    private final Town town;
    private final Load load;
    private final AtomicInteger overlapped = new AtomicInteger();

    Races(Town town, Load load) {
        this.town = town;
        this.load = load;
    }

    private record Timed(long began, long ended, Load.Answer answer) {}

    int overlapped() {
        return overlapped.get();
    }

    Races play(int races) throws Exception {
        ExecutorService stewards = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE * 4);
        try {
            List<Future<Void>> played = new ArrayList<>();
            for (int i = 0; i < races; i++) {
                int n = i;
                played.add(stewards.submit(() -> race(runners, n)));
            }
            for (Future<Void> each : played) {
                each.get();
            }
        } finally {
            stewards.shutdownNow();
            runners.shutdownNow();
        }
        return this;
    }

    private Void race(ExecutorService runners, int n) throws Exception {
        String publisher = load.registered();
        String id = load.insist(load.platform(), "POST", "/v1/release-requests", submission(publisher))
                .path("id")
                .asText();
        Town.Replica one = town.replicas.get(n % town.replicas.size());
        Town.Replica other = town.replicas.get((n + 1) % town.replicas.size());
        CountDownLatch go = new CountDownLatch(1);
        Future<Timed> measure = runners.submit(
                timed(go, () -> load.call(one, load.officer(), "POST", "/v1/measures", Load.measure(publisher), null)));
        List<Future<Timed>> racing = List.of(
                runners.submit(timed(
                        go,
                        () -> load.call(
                                other, load.platform(), "POST", "/v1/release-requests", submission(publisher), null))),
                runners.submit(timed(
                        go, () -> load.call(other, load.platform(), "GET", "/v1/release-requests/" + id, null, null))),
                runners.submit(timed(
                        go,
                        () -> load.call(
                                other,
                                load.platform(),
                                "POST",
                                "/v1/release-requests/" + id + "/listing",
                                null,
                                null))));
        go.countDown();
        Timed imposed = measure.get();
        assertThat(imposed.answer().status()).isEqualTo(201);
        boolean listed = false;
        for (Future<Timed> each : racing) {
            Timed call = each.get();
            String state = call.answer().body().path("state").asText();
            listed |= state.equals("LISTED");
            if (call.began() < imposed.ended() && imposed.began() < call.ended()) {
                overlapped.incrementAndGet();
            }
            if (call.began() > imposed.ended() && state.equals("CLEARED")) {
                load.wrong.add("published after the measure: " + call.answer().body());
            }
        }
        for (Town.Replica replica : List.of(one, other)) {
            Load.Answer afterwards =
                    load.call(replica, load.platform(), "POST", "/v1/release-requests/" + id + "/listing", null, null);
            if (afterwards.status() == 200 && !listed) {
                load.wrong.add("listed after the measure: " + afterwards.body());
            }
            String state = load.call(replica, load.platform(), "GET", "/v1/release-requests/" + id, null, null)
                    .body()
                    .path("state")
                    .asText();
            if (!state.equals(listed ? "LISTED" : "HELD")) {
                load.wrong.add("read as " + state + " after the measure, " + (listed ? "" : "not ") + "listed before");
            }
        }
        return null;
    }

    private static Callable<Timed> timed(CountDownLatch go, Callable<Load.Answer> call) {
        return () -> {
            go.await();
            long began = System.nanoTime();
            Load.Answer answer = call.call();
            return new Timed(began, System.nanoTime(), answer);
        };
    }

    private static Map<String, Object> submission(String publisher) {
        return Gate.submission(publisher, Codes.packageName(), 1, Codes.sha256());
    }
}
