package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.PacedLoad;
import java.util.Locale;

/** The p99 of submissions that come at half the rate the gate can take, against one quiet transaction of two inserts. */
public final class LatencyCell implements Cell {

    /** Seconds. The connections are opened in them, and what the counting before pushed out of the buffers comes back. */
    private static final double LEAD_IN = 2;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void measure(Stage stage) throws Exception {
        double most = stage.submissions().run(32, stage.seconds() / 2).perSecond();
        PacedLoad paced = new PacedLoad(
                stage.port(),
                Answer.Judge.status(201),
                stage.traffic().submissions(stage.parties().inGoodStanding()));
        String cell = "p99 of a submission at half the rate";
        Stage.Between between = stage.write(
                cell,
                () -> stage.twoInserts().run(1, stage.seconds() / 2),
                () -> paced.run(most / 2, LEAD_IN, stage.seconds()),
                Stage.Balance::ofSubmissions);
        double bare = stage.twoInserts().paced(32, most / 2, stage.seconds()).p99();
        stage.results()
                .add(Row.of(cell, 1, Row.Unit.MILLIS, between, Measured::p99, Measured::p50)
                        .reaching("5, 3")
                        .remarking(String.format(
                                Locale.ROOT,
                                "paced at %,.0f/s; two inserts at that pace: p99 %.2f ms",
                                most / 2,
                                bare)));
    }
}
