package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.HttpLoad;

/** Reads of decisions, by ids over all open requests, against a bare JSON resource on the event loop. */
public final class ReadCell implements Cell {

    private static final int CONNECTIONS = 16;

    @Override
    public String name() {
        return "read";
    }

    @Override
    public void measure(Stage stage) throws Exception {
        read(stage, "read of a decision, all open requests", "true", "0.5, 0.8");
        read(stage, "read of a decision, held ones only", "state = 'HELD'", "");
    }

    private static void read(Stage stage, String cell, String condition, String reach) throws Exception {
        HttpLoad reads = stage.load(200, stage.traffic().openRequests(condition));
        HttpLoad bare = stage.bare(stage.traffic().bareDecision());
        Stage.Between between = stage.read(
                cell, () -> bare.run(CONNECTIONS, stage.seconds() / 2), () -> reads.run(CONNECTIONS, stage.seconds()));
        stage.results().add(Row.rates(cell, CONNECTIONS, between).reaching(reach));
    }
}
