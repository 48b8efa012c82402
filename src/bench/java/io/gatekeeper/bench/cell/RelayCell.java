package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.yardstick.PlainProducer;
import io.gatekeeper.outbox.Topic;

/** How fast a full outbox gets to Kafka, against a producer that has the same records in its hands. */
public final class RelayCell implements Cell {

    private static final String TYPE = "gatekeeper.release-decision.made.v1";
    private static final String DATA = """
            {"releaseRequestId":"01936b2e-7c1a-7d31-9f44-0c3f9a4f7b11","platformId":"huawei-appgallery",\
            "publisherId":"9144030071526726XG","sequence":1,"outcome":"HOLD","state":"HELD",\
            "reasons":[{"code":"PUBLISHER_UNDER_GUIDANCE","recourse":"WAIT"},{"code":"TEST_PENDING","recourse":"WAIT"}],\
            "nextAction":{"by":"LABORATORY","what":"CONCLUDE_TEST","dueAt":"2021-12-01T02:00:00Z"},\
            "policyVersion":"2021-1","statusVersion":4,"decidedAt":"2021-11-24T02:00:00.000000Z"}""";

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public void warmUp(Stage stage) throws Exception {
        stage.fill().outbox(stage.settings().backlog(), Topic.RELEASE_DECISIONS.topicName(), TYPE, DATA);
        stage.ledger().awaitQuiet();
        try (PlainProducer producer = producer(stage)) {
            producer.run(stage.settings().backlog(), TYPE, DATA);
        }
    }

    @Override
    public void measure(Stage stage) throws Exception {
        int rows = stage.settings().backlog();
        try (PlainProducer producer = producer(stage)) {
            Stage.Between between = stage.write(
                    "outbox relay",
                    () -> producer.run(rows, TYPE, DATA),
                    () -> drain(stage, rows),
                    (acknowledged, count) -> new long[] {acknowledged, count.decisionsTold()});
            stage.results()
                    .add(Row.rates("outbox relay, %,d events".formatted(rows), 1, between)
                            .reaching("0.5, 0.8"));
        }
    }

    private static PlainProducer producer(Stage stage) throws Exception {
        return new PlainProducer(stage.surroundings().kafka().bootstrapServers());
    }

    private static Measured drain(Stage stage, int rows) throws Exception {
        long told = stage.ledger().told(Topic.RELEASE_DECISIONS);
        stage.fill().outbox(rows, Topic.RELEASE_DECISIONS.topicName(), TYPE, DATA);
        long begun = System.nanoTime();
        while (stage.ledger().told(Topic.RELEASE_DECISIONS) < told + rows) {
            Thread.sleep(5);
        }
        return Measured.whole((System.nanoTime() - begun) / 1e9, rows, new Latencies());
    }
}
