package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Gate;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.PacedLoad;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The p99 of a quiet platform while another submits as fast as it can, against the quiet one alone. On a replica of its own,
 * because only this one keeps its quotas.
 */
public final class FairnessCell implements Cell {

    private static final int QUIET = 1;
    private static final int LOUD = 0;
    private static final double PACE = 20;
    private static final int CONNECTIONS = 32;
    /** For two hundred answers. */
    private static final double LEAST_SECONDS = 10;

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public boolean repeatsItself() {
        return true;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        measure(stage, "p99 of a quiet platform beside a loud one", Map.of());
        // Ten times what the quiet one asks, and soon used up by the loud one.
        measure(
                stage,
                "p99 of a quiet platform beside one beyond its quota",
                Map.of("GATEKEEPER_QUOTA_SUBMISSIONS", "12000"));
    }

    private static void measure(Stage stage, String cell, Map<String, String> quotas) throws Exception {
        Gate gate = stage.surroundings().startWithQuotas(quotas);
        try {
            Refusals ignored = new Refusals();
            stage.warm(
                    gate,
                    "submissions within quotas",
                    30,
                    () -> loud(stage, gate, ignored).run(CONNECTIONS, 4));
            for (int round = 0; round < stage.settings().rounds(); round++) {
                round(stage, cell, gate);
            }
        } finally {
            stage.surroundings().end(gate);
        }
    }

    private static void round(Stage stage, String cell, Gate gate) throws Exception {
        // At this pace a few seconds are too few answers for a percentile.
        double seconds = Math.max(LEAST_SECONDS, 2 * stage.seconds());
        PacedLoad quiet = new PacedLoad(
                gate.port(),
                Answer.Judge.status(201),
                stage.traffic().submissionsOf(QUIET, stage.parties().inGoodStanding()));
        Refusals refusals = new Refusals();
        Stage.Between between = stage.read(cell, () -> quiet.run(PACE, seconds), () -> {
            CompletableFuture<Measured> loud = CompletableFuture.supplyAsync(
                    () -> loud(stage, gate, refusals).run(CONNECTIONS, seconds));
            Measured measured = quiet.run(PACE, seconds);
            loud.join();
            return measured;
        });
        stage.results()
                .add(Row.of(cell, 1, Row.Unit.MILLIS, between, Measured::p99, Measured::p99)
                        .reaching("2")
                        .remarking(refusals.toString()));
    }

    private static HttpLoad loud(Stage stage, Gate gate, Refusals refusals) {
        return new HttpLoad(
                new int[] {gate.port()},
                refusals,
                stage.traffic().submissionsOf(LOUD, stage.parties().inGoodStanding()));
    }

    /** Counts what was refused, and whether it was said as it should be. */
    private static final class Refusals implements Answer.Judge {

        private long answers;
        private long refused;
        private long unsaid;

        @Override
        public int acknowledged(Answer answer) {
            answers++;
            if (answer.status() == 201) {
                return 1;
            }
            if (answer.status() != 429) {
                throw new IllegalStateException(answer.text());
            }
            refused++;
            String head = answer.text().toLowerCase(Locale.ROOT);
            if (!head.contains("\r\nretry-after: ") || !head.contains("\r\nratelimit")) {
                unsaid++;
            }
            return 0;
        }

        @Override
        public String toString() {
            return "%,d of %,d answers to the loud one 429, %,d of them without Retry-After or RateLimit"
                    .formatted(refused, answers, unsaid);
        }
    }
}
