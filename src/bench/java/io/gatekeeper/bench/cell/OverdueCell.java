package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Ledger;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.PacedLoad;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Technical tests that become overdue at the same instant: how fast all of them are announced, and what readers notice of
 * it. Against inserts grouped by 64, and the same readers while nothing is due.
 */
public final class OverdueCell implements Cell {

    private static final int GROUPED = 64;
    private static final double PATIENCE_SECONDS = 300;
    private static final double SHARE = 0.25;

    /** From the moment the tests are asked for to the instant they are due: they have to be there by then. */
    private static final int LEAD_SECONDS = 20;

    private static final String UNANNOUNCED =
            "SELECT 1 FROM test_deadline WHERE announced_at IS NULL" + " AND due_at IS NOT NULL AND due_at <= now()";
    private static final String ANNOUNCED = "SELECT count(*) FROM test_event WHERE what = 'OVERDUE_ESCALATED'";

    @Override
    public String name() {
        return "overdue";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        stage.fill().tests(stage.parties().underGuidance(), 10_000, Instant.now());
        awaitAnnounced(stage);
        stage.ledger().awaitQuiet();
        stage.twoInserts().run(8, 2, GROUPED);
    }

    @Override
    public void measure(Stage stage) throws Exception {
        IntFunction<byte[]> requests = stage.traffic().openRequests("true");
        double pace = stage.load(200, requests).run(16, 2).perSecond() * SHARE;
        PacedLoad reads = new PacedLoad(stage.port(), Answer.Judge.status(200), requests);
        Measured quiet = reads.run(pace, stage.seconds() / 2);
        int tests = stage.settings().overdue();
        Instant due = Instant.now().plusSeconds(LEAD_SECONDS);
        stage.fill().tests(stage.parties().underGuidance(), tests, due);
        stage.fill().settle();
        long announced = stage.ledger().number(ANNOUNCED);
        Sweep sweep = new Sweep(stage, reads, pace, due, tests);
        Stage.Between between = stage.write(
                "overdue",
                () -> stage.twoInserts().run(8, Math.min(1, stage.seconds() / 2), GROUPED),
                sweep::run,
                (acknowledged, count) -> balance(stage, acknowledged, count, announced));
        stage.results()
                .add(Row.rates("%,d tests overdue at one instant".formatted(tests), 1, between)
                        .reaching("10,000/s, 20,000/s"));
        Measured quietAgain = reads.run(pace, stage.seconds() / 2);
        stage.results()
                .add(new Row(
                        "  p99 of reads meanwhile",
                        1,
                        Row.Unit.MILLIS,
                        sweep.meanwhile.p99(),
                        quiet.p99(),
                        quietAgain.p99(),
                        "3",
                        null,
                        null,
                        "",
                        "%,.0f/s".formatted(pace)));
    }

    /** Fails when it has passed: then not all was in place in time. */
    static void awaitInstant(Instant due) throws InterruptedException {
        long wait = Duration.between(Instant.now(), due).toMillis();
        if (wait < 0) {
            throw new IllegalStateException("the tests were due before everything was ready");
        }
        Thread.sleep(wait + 1);
    }

    /** Until nothing due is unannounced. */
    static void awaitAnnounced(Stage stage) throws SQLException, InterruptedException {
        while (stage.ledger().exists(UNANNOUNCED)) {
            Thread.sleep(20);
        }
    }

    private static long[] balance(Stage stage, long acknowledged, Ledger.Count count, long before) {
        try {
            return new long[] {acknowledged, stage.ledger().number(ANNOUNCED) - before, count.testsTold()};
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From the due instant until nothing due is unannounced. */
    private static final class Sweep {

        private final Stage stage;
        private final PacedLoad reads;
        private final double pace;
        private final Instant due;
        private final int tests;
        private Measured meanwhile;
        private volatile boolean over;

        Sweep(Stage stage, PacedLoad reads, double pace, Instant due, int tests) {
            this.stage = stage;
            this.reads = reads;
            this.pace = pace;
            this.due = due;
            this.tests = tests;
        }

        Measured run() throws Exception {
            awaitInstant(due);
            CompletableFuture<Measured> reading =
                    CompletableFuture.supplyAsync(() -> reads.run(pace, PATIENCE_SECONDS, () -> over));
            awaitAnnounced(stage);
            double seconds = Duration.between(due, Instant.now()).toNanos() / 1e9;
            over = true;
            meanwhile = reading.join();
            return Measured.whole(seconds, tests, new Latencies());
        }
    }
}
