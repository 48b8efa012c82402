package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Gate;
import io.gatekeeper.bench.Kernel;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.Surroundings;
import io.gatekeeper.bench.Table;
import io.gatekeeper.bench.load.Answer;
import io.gatekeeper.bench.load.PacedLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Memory and processor time of a replica of each role, without work and under a steady moderate load: what the requests and
 * limits in {@code k8s/} are taken from. It ends the gate of the run, so nothing can come after it.
 */
public final class RolesCell implements Cell {

    /** As much of either a second; half of the submissions are held and go to a test. */
    private static final double SUBMISSIONS = 50;

    private static final double READS = 200;

    private static final List<String> ROLES = List.of("API", "WORKFLOW", "RELAY");

    /** Resident MiB, and processor time as thousandths of one processor. */
    private record Use(long resident, double millicores) {}

    @Override
    public String name() {
        return "roles";
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public boolean repeatsItself() {
        return true;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        Surroundings surroundings = stage.surroundings();
        long everything = Kernel.peakResidentMebibytes(surroundings.gate().pid());
        surroundings.end(surroundings.gate());
        Map<String, Gate> replicas = new LinkedHashMap<>();
        for (String role : ROLES) {
            replicas.put(role, surroundings.start(StartCell.gate(stage), only(role)));
        }
        Map<String, Use> idle = uses(replicas, () -> Thread.sleep((long) (stage.seconds() * 1000)));
        Map<String, Use> busy =
                uses(replicas, () -> work(stage, replicas.get("API").port()));

        Table table = new Table("role", "MiB idle", "MiB busy", "MiB at most", "millicores idle", "busy", "start s");
        replicas.forEach((role, gate) -> table.add(
                role.toLowerCase(Locale.ROOT),
                "" + idle.get(role).resident(),
                "" + busy.get(role).resident(),
                "" + Kernel.peakResidentMebibytes(gate.pid()),
                "%.0f".formatted(idle.get(role).millicores()),
                "%.0f".formatted(busy.get(role).millicores()),
                "%.1f".formatted(gate.startSeconds())));
        stage.results()
                .append(table
                        + "%nBusy: %.0f submissions, half of them held, and %.0f reads a second for %.0f s. With all roles, warmed up: %d MiB.%n"
                                .formatted(SUBMISSIONS, READS, stage.seconds(), everything));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Map<String, Use> uses(Map<String, Gate> replicas, Work work) throws Exception {
        Map<String, Double> before = new LinkedHashMap<>();
        replicas.forEach((role, gate) -> before.put(role, Kernel.cpuSeconds(gate.pid())));
        long begun = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Use> uses = new LinkedHashMap<>();
        replicas.forEach((role, gate) -> uses.put(
                role,
                new Use(
                        Kernel.residentMebibytes(gate.pid()),
                        (Kernel.cpuSeconds(gate.pid()) - before.get(role)) / seconds * 1000)));
        return uses;
    }

    private static void work(Stage stage, int port) throws InterruptedException {
        List<String> publishers = new ArrayList<>();
        for (int i = 0; i < stage.parties().inGoodStanding().size(); i++) {
            publishers.add(stage.parties().inGoodStanding().get(i));
            publishers.add(stage.parties().underGuidance().get(i));
        }
        IntFunction<byte[]> reads = stage.traffic().statuses(stage.parties().inGoodStanding());
        Thread reading =
                new Thread(() -> new PacedLoad(port, Answer.Judge.status(200), reads).run(READS, stage.seconds()));
        reading.start();
        new PacedLoad(port, Answer.Judge.status(201), stage.traffic().submissions(publishers))
                .run(SUBMISSIONS, stage.seconds());
        reading.join();
    }

    private static Map<String, String> only(String role) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String each : ROLES) {
            variables.put("GATEKEEPER_ROLES_" + each, "" + each.equals(role));
        }
        return variables;
    }
}
