package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Bench;
import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Kernel;
import io.gatekeeper.bench.Meter;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the same work costs with few and with many open requests, as an exponent: 0 where size does not matter, 1 where the
 * cost grows with it. The tables are emptied and filled anew for either size, under one and the same gate.
 */
public final class GrowthCell implements Cell {

    private static final int SMALL = 10_000;

    /** One in so many is held and has a test in the queue. */
    private static final int HELD = 4;

    /** What one path cost at one size. */
    private record Cost(double cpuMillis, double p50) {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public boolean repeatsItself() {
        return true;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        int large = stage.settings().scale();
        Growth paths = new Growth(stage);
        // Once unmeasured, so that the first size does not pay for the compilers.
        fill(stage, SMALL);
        paths.run();
        fill(stage, SMALL);
        Map<String, Cost> few = medians(stage, paths);
        long residentWithFew = Kernel.residentMebibytes(stage.surroundings().gate().pid());
        fill(stage, large);
        Map<String, Cost> many = medians(stage, paths);
        long residentWithMany = Kernel.residentMebibytes(stage.surroundings().gate().pid());
        Table table = new Table(
                "cost by open requests",
                "CPU-ms at %,d".formatted(SMALL),
                "at %,d".formatted(large),
                "exponent",
                "p50 ms at %,d".formatted(SMALL),
                "at %,d".formatted(large),
                "exponent");
        double size = Math.log((double) large / SMALL);
        few.forEach((path, cost) -> {
            Cost grown = many.get(path);
            table.add(
                    path,
                    "%.3f".formatted(cost.cpuMillis),
                    "%.3f".formatted(grown.cpuMillis),
                    "%.3f".formatted(Math.log(grown.cpuMillis / cost.cpuMillis) / size),
                    "%.2f".formatted(cost.p50),
                    "%.2f".formatted(grown.p50),
                    "%.3f".formatted(Math.log(grown.p50 / cost.p50) / size));
        });
        stage.results()
                .append("""
                        %s
                        CPU-ms of the gate and PostgreSQL together; to reach: an exponent of 0.05, beyond: 0.02.
                        Resident memory of the gate: %d MiB with %,d open requests, %d MiB with %,d.
                        """.formatted(table, residentWithFew, SMALL, residentWithMany, large));
    }

    private static void fill(Stage stage, int open) throws Exception {
        long begun = System.nanoTime();
        stage.ledger().awaitQuiet();
        stage.fill().empty();
        stage.fill().cleared(stage.parties().inGoodStanding(), open - open / HELD);
        stage.fill().held(stage.parties().underGuidance(), open / HELD);
        stage.fill().settle();
        Bench.say("  filled with %,d open requests in %.0f s", open, (System.nanoTime() - begun) / 1e9);
    }

    private static Map<String, Cost> medians(Stage stage, Growth paths) throws Exception {
        Map<String, List<Cost>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < stage.settings().rounds(); round++) {
            paths.run().forEach((path, run) -> rounds.computeIfAbsent(path, key -> new ArrayList<>())
                    .add(cost(path, run)));
        }
        Map<String, Cost> medians = new LinkedHashMap<>();
        rounds.forEach((path, costs) -> medians.put(
                path, new Cost(median(costs, Comparator.comparingDouble(Cost::cpuMillis)).cpuMillis,
                        median(costs, Comparator.comparingDouble(Cost::p50)).p50)));
        return medians;
    }

    private static Cost median(List<Cost> costs, Comparator<Cost> order) {
        return costs.stream().sorted(order).toList().get(costs.size() / 2);
    }

    private static Cost cost(String path, Meter.Run run) {
        double gate = run.gateMillis() + run.postgresMillis();
        double cpu = path.startsWith("yardstick") ? run.postgresMillis() : gate;
        Bench.say("  %s: %.3f CPU-ms, p50 %.2f ms", path, cpu, run.measured().p50());
        return new Cost(cpu, run.measured().p50());
    }
}
