package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.HttpLoad;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The standings of five thousand publishers in one call, counted by standing, against one status after the other. */
public final class StandingsCell implements Cell {

    private static final int AT_ONCE = 5_000;
    private static final byte[] CLEAR = "\"standing\":\"CLEAR\"".getBytes(StandardCharsets.US_ASCII);

    private final List<String> publishers = new ArrayList<>();

    @Override
    public String name() {
        return "standings";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        publishers.addAll(stage.parties().inGoodStanding());
        publishers.addAll(stage.parties().register(AT_ONCE - publishers.size()));
        HttpLoad snapshots = snapshots(stage);
        stage.warm("standings", 10, () -> snapshots.runToTheEnd(1, 4));
    }

    @Override
    public void measure(Stage stage) throws Exception {
        HttpLoad snapshots = snapshots(stage);
        HttpLoad single = stage.load(200, stage.traffic().statuses(publishers));
        String cell = "standing in a snapshot of 5,000";
        Stage.Between between = stage.read(
                cell, () -> single.run(1, stage.seconds() / 2), () -> snapshots.runToTheEnd(1, stage.seconds()));
        stage.results().add(Row.rates(cell, 1, between).reaching("100"));
    }

    private HttpLoad snapshots(Stage stage) {
        String ids = publishers.stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
        byte[] request = HttpCalls.request(
                "POST",
                "/v1/publishers/status-queries",
                stage.traffic().platformToken(0),
                "{\"publisherIds\":[" + ids + "]}");
        Answer.Judge judge = answer -> {
            if (answer.status() != 200 || answer.count(CLEAR) != AT_ONCE) {
                throw new IllegalStateException("not every publisher is in good standing: "
                        + answer.text());
            }
            return AT_ONCE;
        };
        return new HttpLoad(new int[] {stage.port()}, judge, connection -> request);
    }
}
