package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Meter;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths whose cost must not grow with the number of open requests, each by a number of operations and not by time. */
final class Growth {

    private static final int CONNECTIONS = 8;
    private static final int SUBMISSIONS = 3_000;
    private static final int READS = 30_000;
    private static final int PAGES = 3_000;
    private static final int TESTS = 2_000;
    private static final int MEASURES = 5;
    private static final int OPEN_OF_EACH = 100;

    private final Stage stage;

    Growth(Stage stage) {
        this.stage = stage;
    }

    Map<String, Meter.Run> run() throws Exception {
        Map<String, Meter.Run> runs = new LinkedHashMap<>();
        runs.put("yardstick: two inserts", stage.meter().measure(() -> stage.twoInserts()
                .run(CONNECTIONS, 2)));
        runs.put("intake", quiet(() -> stage.submissions().runTimes(CONNECTIONS, SUBMISSIONS)));
        var requests = stage.traffic().openRequests("true");
        runs.put("read", quiet(() -> stage.load(200, requests).runTimes(CONNECTIONS, READS)));
        runs.put("queue page", quiet(this::pages));
        runs.put("sweep, each test", sweep());
        runs.put("measure over 100 open, with all that follows", measures());
        return runs;
    }

    /** The outbox and everything that follows belongs to the cost. */
    private Meter.Run quiet(Meter.Work work) throws Exception {
        stage.ledger().awaitQuiet();
        return stage.meter().measure(() -> {
            Measured measured = work.run();
            stage.ledger().awaitQuiet();
            return measured;
        });
    }

    private Measured pages() {
        byte[] request = HttpCalls.request(
                "GET",
                "/v1/technical-tests?state=QUEUED",
                stage.parties().laboratoryTokens().get(0),
                null);
        return stage.load(200, connection -> request).runTimes(CONNECTIONS, PAGES);
    }

    private Meter.Run sweep() throws Exception {
        int lead = 3;
        stage.ledger().awaitQuiet();
        long begun = System.nanoTime();
        stage.fill().tests(stage.parties().underGuidance(), TESTS, lead);
        long due = begun + lead * 1_000_000_000L;
        return stage.meter().measure(() -> {
            Latencies latencies = new Latencies();
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            OverdueCell.awaitAnnounced(stage);
            latencies.add(System.nanoTime() - due);
            stage.ledger().awaitQuiet();
            return Measured.whole(lead, TESTS, latencies);
        });
    }

    private Meter.Run measures() throws Exception {
        List<String> publishers = stage.parties().register(MEASURES);
        stage.fill().cleared(publishers, MEASURES * OPEN_OF_EACH);
        return quiet(() -> {
            Latencies latencies = new Latencies();
            try (HttpCalls http = new HttpCalls(stage.port())) {
                for (String publisher : publishers) {
                    long begun = System.nanoTime();
                    http.call(201, stage.parties().measure(publisher));
                    latencies.add(System.nanoTime() - begun);
                    stage.ledger().awaitQuiet();
                }
            }
            return Measured.whole(1, MEASURES, latencies);
        });
    }
}
