package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.bench.load.Submissions.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of a thousand submissions, counted by item, against single submissions. */
public final class BatchCell implements Cell {

    private static final int SIZE = 1_000;
    private static final int CONNECTIONS = 4;
    private static final byte[] CREATED = "\"status\":201".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        HttpLoad batches = batches(stage);
        stage.warm("submissions in batches", 15, () -> batches.runToTheEnd(CONNECTIONS, 4));
    }

    @Override
    public void measure(Stage stage) throws Exception {
        HttpLoad batches = batches(stage);
        HttpLoad single = stage.submissions();
        String cell = "submission in a batch of 1,000";
        Stage.Between between = stage.write(
                cell,
                () -> single.run(32, stage.seconds() / 2),
                () -> batches.runToTheEnd(CONNECTIONS, stage.seconds()),
                Stage.Balance::ofSubmissions);
        stage.results().add(Row.rates(cell, CONNECTIONS, between).reaching("5, 10"));
    }

    private static HttpLoad batches(Stage stage) {
        List<Request> requests = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> Request.batch(
                        stage.parties().inGoodStanding(), stage.traffic().platformToken(i), SIZE))
                .toList();
        Answer.Judge judge = answer -> {
            int created = answer.count(CREATED);
            if (answer.status() != 200 || created != SIZE) {
                throw new IllegalStateException(created + " of " + SIZE + " were created, "
                        + answer.text());
            }
            return created;
        };
        return new HttpLoad(
                new int[] {stage.port()},
                judge,
                connection -> requests.get(connection).renewed());
    }
}
