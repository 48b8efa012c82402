package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Ledger;
import io.gatekeeper.bench.Meter;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.PacedLoad;
import io.gatekeeper.bench.yardstick.OneUpdate;
import io.gatekeeper.outbox.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * A measure over a publisher with many open requests while these are read: how long until it is answered, whether
 * anything is published after that, and how long until every request's new decision is told. Against the update of one
 * row, while the same is read.
 */
public final class MeasureCell implements Cell {

    private static final byte[] PUBLISH = "\"outcome\":\"PUBLISH\"".getBytes(StandardCharsets.US_ASCII);
    private static final double PATIENCE_SECONDS = 300;
    private static final int SMALL = 49;
    private static final int WARMING = 200;

    /** A part of what the gate can answer, so that what is measured is not a queue. */
    private static final double SHARE = 0.25;

    @Override
    public String name() {
        return "measure";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        stage.warm("measures", 20, () -> {
            long begun = System.nanoTime();
            stage.parties().newUnderGuidance(WARMING);
            return Measured.whole((System.nanoTime() - begun) / 1e9, WARMING, new Latencies());
        });
    }

    @Override
    public void measure(Stage stage) throws Exception {
        String publisher = stage.parties().register(1).get(0);
        int open = stage.settings().open();
        stage.fill().cleared(List.of(publisher), open);
        stage.fill().settle();
        IntFunction<byte[]> requests = stage.traffic().openRequests("publisher_id = '" + publisher + "'");
        double pace = stage.load(200, requests).run(16, 2).perSecond() * SHARE;
        try (OneUpdate update = new OneUpdate(
                stage.surroundings().postgres().jdbcUrl(),
                stage.surroundings().postgres().user())) {
            Meter.Work yardstick = () -> {
                Reads reads = new Reads(stage, requests, pace);
                try {
                    return update.run(stage.seconds() / 2);
                } finally {
                    reads.end();
                }
            };
            Imposition imposition = new Imposition(stage, publisher, open, requests, pace);
            Stage.Between between = stage.write("measure", yardstick, imposition::run, imposition::balance);
            stage.results()
                    .add(Row.of(
                                    "a measure over %,d open, to the answer".formatted(open),
                                    1,
                                    Row.Unit.MILLIS,
                                    between,
                                    Measured::p50,
                                    Measured::p50)
                            .reaching("5 ms, 2")
                            .remarking("%,d PUBLISH among %,d reads after it, %,.0f/s meanwhile"
                                    .formatted(imposition.reads.published.get(), imposition.reads.after.get(), pace)));
            stage.results()
                    .add(Row.alone("  until all are told", 1, Row.Unit.SECONDS, imposition.toldSeconds, between.run())
                            .reaching("1 s, 0.4 s"));
            if (imposition.reads.published.get() > 0) {
                throw new IllegalStateException("published after the measure was answered");
            }
            small(stage, yardstick, requests, pace);
        }
    }

    /** The same over publishers with one open request each. */
    private static void small(Stage stage, Meter.Work yardstick, IntFunction<byte[]> requests, double pace)
            throws Exception {
        List<String> publishers = stage.parties().register(SMALL);
        stage.fill().cleared(publishers, SMALL);
        Stage.Between between = stage.read("small measure", yardstick, () -> {
            Latencies latencies = new Latencies();
            Reads reads = new Reads(stage, requests, pace);
            long begun = System.nanoTime();
            try (HttpCalls http = new HttpCalls(stage.port())) {
                for (String publisher : publishers) {
                    Thread.sleep(100);
                    long start = System.nanoTime();
                    http.call(201, stage.parties().measure(publisher));
                    latencies.add(System.nanoTime() - start);
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            reads.end();
            return Measured.whole(seconds, latencies.count(), latencies);
        });
        stage.results()
                .add(Row.of(
                                "a measure over 1 open, to the answer",
                                1,
                                Row.Unit.MILLIS,
                                between,
                                Measured::p50,
                                Measured::p50)
                        .reaching("2"));
    }

    /** Reads that go on until they are ended. */
    private static final class Reads {

        /** The instant from which on nothing may be published. */
        private final AtomicLong bound = new AtomicLong(Long.MAX_VALUE);

        private final AtomicInteger published = new AtomicInteger();
        private final AtomicInteger after = new AtomicInteger();
        private final CompletableFuture<Measured> running;
        private volatile boolean enough;

        Reads(Stage stage, IntFunction<byte[]> requests, double pace) {
            Answer.Judge judge = answer -> {
                if (answer.status() != 200) {
                    throw new IllegalStateException(answer.text());
                }
                if (answer.sentAt() > bound.get()) {
                    after.incrementAndGet();
                    published.addAndGet(answer.count(PUBLISH));
                }
                return 1;
            };
            PacedLoad load = new PacedLoad(stage.port(), judge, requests);
            running = CompletableFuture.supplyAsync(() -> load.run(pace, PATIENCE_SECONDS, () -> enough));
        }

        Measured end() {
            enough = true;
            return running.join();
        }
    }

    /** One measure, from before it until all its decisions are told. */
    private static final class Imposition {

        private final Stage stage;
        private final String publisher;
        private final int open;
        private final IntFunction<byte[]> requests;
        private final double pace;
        private Reads reads;
        private double toldSeconds;

        Imposition(Stage stage, String publisher, int open, IntFunction<byte[]> requests, double pace) {
            this.stage = stage;
            this.publisher = publisher;
            this.open = open;
            this.requests = requests;
            this.pace = pace;
        }

        Measured run() throws Exception {
            Ledger ledger = stage.ledger();
            long told = ledger.told(Topic.RELEASE_DECISIONS);
            reads = new Reads(stage, requests, pace);
            Latencies latencies = new Latencies();
            try (HttpCalls http = new HttpCalls(stage.port())) {
                byte[] order = stage.parties().measure(publisher);
                Thread.sleep(1_000);
                long begun = System.nanoTime();
                http.call(201, order);
                long answered = System.nanoTime();
                reads.bound.set(answered);
                latencies.add(answered - begun);
                while (ledger.told(Topic.RELEASE_DECISIONS) < told + open) {
                    if (System.nanoTime() - answered > PATIENCE_SECONDS * 1e9) {
                        throw new IllegalStateException("not all decisions are told");
                    }
                    Thread.sleep(5);
                }
                toldSeconds = (System.nanoTime() - answered) / 1e9;
            }
            reads.end();
            return Measured.whole(toldSeconds, open, latencies);
        }

        /** Every request was decided again, once, and nothing else was. */
        long[] balance(long acknowledged, Ledger.Count count) {
            return new long[] {acknowledged, -count.cleared(), count.decisions(), count.decisionsTold()};
        }
    }
}
