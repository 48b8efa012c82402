package io.gatekeeper.bench;

import io.gatekeeper.bench.cell.BatchCell;
import io.gatekeeper.bench.cell.FairnessCell;
import io.gatekeeper.bench.cell.GrowthCell;
import io.gatekeeper.bench.cell.IntakeCell;
import io.gatekeeper.bench.cell.LatencyCell;
import io.gatekeeper.bench.cell.LivesCell;
import io.gatekeeper.bench.cell.MeasureCell;
import io.gatekeeper.bench.cell.OverdueCell;
import io.gatekeeper.bench.cell.ReadCell;
import io.gatekeeper.bench.cell.RelayCell;
import io.gatekeeper.bench.cell.RepeatCell;
import io.gatekeeper.bench.cell.ReplicasCell;
import io.gatekeeper.bench.cell.RolesCell;
import io.gatekeeper.bench.cell.StandingsCell;
import io.gatekeeper.bench.cell.StartCell;
import io.gatekeeper.bench.cell.StatementsCell;
import io.gatekeeper.bench.cell.StatusCell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import org.jboss.logmanager.Logger;

/**
 * One run: warms the gate up, has every cell measure itself between two runs of its yardstick, and prints a table.
 * {@code docs/performance.md} says how to read it.
 */
public final class Bench {

    private static final long BEGUN = System.nanoTime();

    /** In this order: what fills the tables comes first, what needs the gate alone comes last. */
    private static final List<Cell> CELLS = List.of(
            new StatementsCell(),
            new IntakeCell(),
            new LatencyCell(),
            new RepeatCell(),
            new BatchCell(),
            new ReadCell(),
            new StatusCell(),
            new StandingsCell(),
            new LivesCell(),
            new MeasureCell(),
            new RelayCell(),
            new OverdueCell(),
            new ReplicasCell(),
            new FairnessCell(),
            new StartCell(),
            new GrowthCell(),
            new RolesCell());

    private Bench() {}

    public static void main(String... arguments) {
        for (String category : new String[] {"org.apache.kafka", "kafka", "state.change.logger", "io.zonky"}) {
            Logger.getLogger(category).setLevel(Level.SEVERE);
        }
        Locale.setDefault(Locale.ROOT);
        int exit = 1;
        try {
            exit = run(new Settings()) ? 0 : 1;
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
        }
        System.exit(exit);
    }

    private static boolean run(Settings settings) throws Exception {
        List<Cell> cells = selected(settings.only());
        try (Surroundings surroundings = new Surroundings(settings);
                Stage stage = new Stage(settings, surroundings)) {
            say("PostgreSQL, Kafka and the gate are up, %.0f s; warming up", seconds());
            stage.warmUp();
            List<Cell> sound = new ArrayList<>();
            for (Cell cell : cells) {
                if (attempted(stage, cell, cell::warmUp)) {
                    sound.add(cell);
                }
            }
            for (int round = 1; round <= settings.rounds(); round++) {
                say("round %d of %d, %.0f s", round, settings.rounds(), seconds());
                measure(stage, sound, false);
            }
            measure(stage, sound, true);
            Path table = surroundings.directory().resolve("table.md");
            Files.writeString(table, stage.results() + "\n" + Conditions.of(stage, seconds()));
            say("%n%s", Files.readString(table));
            return sound.size() == cells.size();
        }
    }

    private static void measure(Stage stage, List<Cell> sound, boolean repeatingThemselves) {
        for (Cell cell : List.copyOf(sound)) {
            if (cell.repeatsItself() == repeatingThemselves && !attempted(stage, cell, cell::measure)) {
                sound.remove(cell);
            }
        }
    }

    private interface Step {
        void take(Stage stage) throws Exception;
    }

    /** A cell that fails takes itself out, and the run with it in the end; the others still get their figures. */
    private static boolean attempted(Stage stage, Cell cell, Step step) {
        long begun = System.nanoTime();
        try {
            step.take(stage);
            say("  %s: %.0f s", cell.name(), (System.nanoTime() - begun) / 1e9);
            return true;
        } catch (Exception | AssertionError e) {
            stage.results().append("FAILED %s: %s%n".formatted(cell.name(), e));
            e.printStackTrace();
            return false;
        }
    }

    private static List<Cell> selected(List<String> only) {
        List<String> names = CELLS.stream().map(Cell::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("there is no cell " + name + " among " + names);
            }
        }
        return CELLS.stream()
                .filter(cell -> only.isEmpty() ? cell.isUsual() : only.contains(cell.name()))
                .toList();
    }

    private static double seconds() {
        return (System.nanoTime() - BEGUN) / 1e9;
    }

    /** A line on the progress. */
    public static void say(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
