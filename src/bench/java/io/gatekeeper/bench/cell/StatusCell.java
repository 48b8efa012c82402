package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.HttpLoad;
import java.util.ArrayList;
import java.util.List;

/** The status of publishers, in full and as 304 to whoever has it already, against a bare JSON resource. */
public final class StatusCell implements Cell {

    private static final int CONNECTIONS = 16;

    @Override
    public String name() {
        return "status";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        HttpLoad full = full(stage);
        stage.warm("statuses", 20, () -> full.run(CONNECTIONS, 4));
        HttpLoad known = known(stage);
        stage.warm("statuses already known", 5, () -> known.run(CONNECTIONS, 4));
        stage.bare(stage.traffic().bareStatus()).run(CONNECTIONS, 5);
    }

    @Override
    public void measure(Stage stage) throws Exception {
        read(stage, "publisher status", full(stage), "0.5, 0.8");
        read(stage, "publisher status, If-None-Match", known(stage), "0.6, 0.8");
    }

    private static void read(Stage stage, String cell, HttpLoad load, String reach) throws Exception {
        HttpLoad bare = stage.bare(stage.traffic().bareStatus());
        Stage.Between between = stage.read(
                cell, () -> bare.run(CONNECTIONS, stage.seconds() / 2), () -> load.run(CONNECTIONS, stage.seconds()));
        stage.results().add(Row.rates(cell, CONNECTIONS, between).reaching(reach));
    }

    private static HttpLoad full(Stage stage) {
        return stage.load(200, stage.traffic().statuses(publishers(stage)));
    }

    private static HttpLoad known(Stage stage) {
        List<byte[]> requests = new ArrayList<>();
        try (HttpCalls http = new HttpCalls(stage.port())) {
            for (String publisher : publishers(stage)) {
                String tag = http.header(200, stage.traffic().status(publisher), "ETag");
                requests.add(stage.traffic().status(publisher, "If-None-Match: " + tag));
            }
        }
        return stage.load(304, stage.traffic().inTurn(requests));
    }

    private static List<String> publishers(Stage stage) {
        List<String> all = new ArrayList<>(stage.parties().inGoodStanding());
        all.addAll(stage.parties().underGuidance());
        return all;
    }
}
