package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Bench;
import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Gate;
import io.gatekeeper.bench.Row;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.Surroundings;
import io.gatekeeper.bench.load.HttpLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process until it is ready, with the servers already up: as it is deployed, and on a newer JDK with
 * a cache of what an earlier start had loaded, linked and profiled.
 */
public final class StartCell implements Cell {

    private static final Path APPLICATION = Surroundings.APPLICATION;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public boolean repeatsItself() {
        return true;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        Path java17 = Path.of(System.getProperty("java.home"), "bin", "java");
        alone(stage, "start to ready, Java " + System.getProperty("java.version"), runner(stage, java17));
        if (stage.settings().newJava().isEmpty()) {
            Bench.say("  no start with a cache: BENCH_JAVA25_HOME names no newer JDK");
            return;
        }
        Path java = stage.settings().newJava().get();
        against(stage, "start to ready, newer JDK with AOT cache", runner(stage, java));
    }

    private static void alone(Stage stage, String cell, List<String> command) throws Exception {
        for (int round = 0; round < stage.settings().rounds(); round++) {
            stage.results().add(Row.alone(cell, 1, Row.Unit.SECONDS, start(stage, command), null));
        }
    }

    private static void against(Stage stage, String cell, List<String> command) throws Exception {
        Path cache = stage.surroundings().directory().toAbsolutePath().resolve("gate.aot");
        Files.deleteIfExists(cache);
        train(stage, with(command, "-XX:AOTCacheOutput=" + cache));
        if (!Files.exists(cache)) {
            Bench.say("  %s: no cache was written", cell);
            return;
        }
        for (int round = 0; round < stage.settings().rounds(); round++) {
            double before = start(stage, command);
            double cached = start(stage, with(command, "-XX:AOTCache=" + cache));
            double after = start(stage, command);
            stage.results()
                    .add(new Row(
                            cell,
                            1,
                            Row.Unit.SECONDS,
                            cached,
                            before,
                            after,
                            "2 s, 1 s",
                            null,
                            null,
                            "",
                            "%d MiB of cache".formatted(Files.size(cache) >> 20)));
        }
    }

    private static double start(Stage stage, List<String> command) throws Exception {
        Gate gate = stage.surroundings().start(command, Map.of());
        stage.surroundings().end(gate);
        return gate.startSeconds();
    }

    /**
     * A start and some of everything. The cache is assembled when the process ends, by a JVM of its own, which on a busy machine
     * takes longer than the patience with a gate that is only to end.
     */
    private static void train(Stage stage, List<String> command) throws Exception {
        Gate gate = stage.surroundings().start(command, Map.of());
        new HttpLoad(
                        gate.port(),
                        201,
                        stage.traffic().submissions(stage.parties().inGoodStanding()))
                .runTimes(8, 500);
        new HttpLoad(gate.port(), 200, stage.traffic().statuses(stage.parties().inGoodStanding())).runTimes(8, 500);
        gate.endByItself();
        stage.surroundings().end(gate);
    }

    /** How a gate is started on the newer JDK, where there is one. */
    static List<String> gate(Stage stage) {
        return runner(
                stage, stage.settings().newJava().orElse(Path.of(System.getProperty("java.home"), "bin", "java")));
    }

    private static List<String> runner(Stage stage, Path java) {
        return command(
                stage, java, "-jar", APPLICATION.resolve("quarkus-run.jar").toString());
    }

    private static List<String> command(Stage stage, Path java, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(Arrays.asList(stage.settings().flags().split(" ")));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static List<String> with(List<String> command, String flag) {
        List<String> longer = new ArrayList<>(command);
        longer.add(1, flag);
        return longer;
    }
}
