package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Ledger;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Lives;
import io.gatekeeper.bench.yardstick.Engine;

/** Whole lives under guidance against the same life in a general workflow engine. */
public final class LivesCell implements Cell {

    private static final int[] AT_ONCE = {8, 32};

    @Override
    public String name() {
        return "lives";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        try (Lives lives = stage.lives(stage.port())) {
            stage.warm("lives", 60, () -> lives.run(16, 4));
        }
        Engine engine = stage.surroundings().engine();
        engine.run(8, 15);
    }

    @Override
    public void measure(Stage stage) throws Exception {
        Engine engine = stage.surroundings().engine();
        try (Lives lives = stage.lives(stage.port())) {
            for (int atOnce : AT_ONCE) {
                Stage.Between between = stage.write(
                        "full life " + atOnce,
                        () -> engine.run(atOnce, stage.seconds() / 2),
                        () -> lives.run(atOnce, stage.seconds()),
                        LivesCell::balance);
                stage.results().add(Row.rates("full life", atOnce, between).reaching(atOnce == 8 ? "6, 10" : ""));
            }
        }
    }

    /** A life is told twice: held, then cleared. */
    static long[] balance(long acknowledged, Ledger.Count count) {
        return new long[] {acknowledged, count.cleared(), count.testsPassed(), count.decisionsTold() / 2};
    }
}
