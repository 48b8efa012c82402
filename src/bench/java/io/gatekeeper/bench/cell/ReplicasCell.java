package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Gate;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.bench.load.Lives;
import java.util.function.IntFunction;

/** Two replicas on one database against one: rates, and nothing done twice. */
public final class ReplicasCell implements Cell {

    private static final int CONNECTIONS = 32;
    private static final int AT_ONCE = 8;
    private static final String RELAYS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @Override
    public String name() {
        return "replicas";
    }

    @Override
    public boolean repeatsItself() {
        return true;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        Gate second = stage.surroundings().startReplica();
        try {
            warmUp(stage, second);
            for (int round = 0; round < stage.settings().rounds(); round++) {
                intake(stage, second.port());
                lives(stage, second.port());
            }
        } finally {
            stage.surroundings().end(second);
        }
    }

    /** As much as the first one had, or what is measured is its compilers. */
    private static void warmUp(Stage stage, Gate second) throws Exception {
        HttpLoad submissions = load(stage, second.port());
        stage.warm(second, "submissions to a second replica", 80, () -> submissions.run(CONNECTIONS, 4));
        try (Lives lives = stage.lives(second.port())) {
            stage.warm(second, "lives on a second replica", 60, () -> lives.run(16, 4));
        }
    }

    private static void intake(Stage stage, int second) throws Exception {
        HttpLoad one = load(stage, stage.port());
        HttpLoad both = load(stage, stage.port(), second);
        String cell = "intake, two replicas";
        Stage.Between between = stage.write(
                cell,
                () -> one.run(CONNECTIONS, stage.seconds() / 2),
                () -> both.run(CONNECTIONS, stage.seconds()),
                Stage.Balance::ofSubmissions);
        stage.results()
                .add(Row.rates(cell, CONNECTIONS, between).reaching("1.0").remarking(relays(stage)));
    }

    private static void lives(Stage stage, int second) throws Exception {
        try (Lives one = stage.lives(stage.port());
                Lives both = stage.lives(stage.port(), second)) {
            String cell = "full life, two replicas";
            Stage.Between between = stage.write(
                    cell,
                    () -> one.run(AT_ONCE, stage.seconds() / 2),
                    () -> both.run(AT_ONCE, stage.seconds()),
                    LivesCell::balance);
            stage.results()
                    .add(Row.rates(cell, AT_ONCE, between).reaching("1.0").remarking(relays(stage)));
        }
    }

    private static HttpLoad load(Stage stage, int... ports) {
        IntFunction<byte[]> requests =
                stage.traffic().submissions(stage.parties().inGoodStanding());
        return new HttpLoad(ports, Answer.Judge.status(201), requests);
    }

    private static String relays(Stage stage) throws Exception {
        long relays = stage.ledger().number(RELAYS);
        if (relays != 1) {
            throw new IllegalStateException(relays + " relays at work");
        }
        return "one relay";
    }
}
