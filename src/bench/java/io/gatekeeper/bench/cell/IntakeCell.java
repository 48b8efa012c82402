package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.HttpLoad;

/** Single submissions of new apps, published at once, against bare transactions of two inserts. */
public final class IntakeCell implements Cell {

    private static final int[] CONNECTIONS = {8, 32};

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public void measure(Stage stage) throws Exception {
        for (int connections : CONNECTIONS) {
            HttpLoad submissions = stage.submissions();
            String cell = "intake of a submission";
            Stage.Between between = stage.write(
                    cell + " " + connections,
                    () -> stage.twoInserts().run(connections, stage.seconds() / 2),
                    () -> submissions.run(connections, stage.seconds()),
                    Stage.Balance::ofSubmissions);
            stage.results().add(Row.rates(cell, connections, between).reaching(connections == 32 ? "1.0, 3.0" : ""));
        }
    }
}
