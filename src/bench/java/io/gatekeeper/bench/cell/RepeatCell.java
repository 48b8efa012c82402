package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.Submissions.Request;
import java.util.List;
import java.util.stream.IntStream;

/** Submissions repeated under the key they had, against fresh ones with a key. */
public final class RepeatCell implements Cell {

    private static final int CONNECTIONS = 32;

    @Override
    public String name() {
        return "repeat";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        Pool pool = new Pool(stage);
        pool.fresh(stage, 2);
        stage.warm("repeated submissions", 8, () -> pool.again(stage, 3));
    }

    @Override
    public void measure(Stage stage) throws Exception {
        Pool pool = new Pool(stage);
        String cell = "a repeated submission";
        Stage.Between between = stage.write(
                cell,
                () -> pool.fresh(stage, stage.seconds() / 2),
                () -> pool.again(stage, stage.seconds()),
                (acknowledged, count) -> {
                    // A replay adds no rows, however often it is acknowledged.
                    return new long[] {0, count.requests(), count.decisions(), count.decisionsTold()};
                });
        stage.results()
                .add(Row.rates(cell, CONNECTIONS, between)
                        .reaching("1.5, 3")
                        .remarking(
                                "%,d replays".formatted(between.run().measured().acknowledged())));
    }

    /** What was submitted, to be submitted again. */
    private static final class Pool {

        private static final int MOST = 1_000_000;

        private final List<Request> requests;
        private final long[] numbers = new long[MOST];
        private int size;
        private int next;

        Pool(Stage stage) {
            List<String> publishers = stage.parties().inGoodStanding();
            requests = IntStream.range(0, publishers.size())
                    .mapToObj(i ->
                            Request.keyed(publishers.get(i), stage.traffic().platformToken(i)))
                    .toList();
        }

        Measured fresh(Stage stage, double seconds) throws Exception {
            HttpLoad load = stage.load(201, connection -> {
                Request request = requests.get(size % requests.size());
                numbers[size] = Request.fresh();
                return request.numbered(numbers[size++]);
            });
            return load.run(CONNECTIONS, seconds);
        }

        Measured again(Stage stage, double seconds) {
            HttpLoad load = stage.load(201, connection -> {
                int one = next++ % size;
                return requests.get(one % requests.size()).numbered(numbers[one]);
            });
            return load.run(CONNECTIONS, seconds);
        }
    }
}
