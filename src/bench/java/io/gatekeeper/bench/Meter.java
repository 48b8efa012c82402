package io.gatekeeper.bench;

import io.gatekeeper.bench.load.Measured;

/** Measures work together with the processor time it cost, and whom. */
public final class Meter {

    private final Surroundings surroundings;

    Meter(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Anything that can be measured. */
    public interface Work {
        Measured run() throws Exception;
    }

    /**
     * Processor seconds used.
     *
     * @param yardstick the bare resource and the workflow engine
     * @param own       this process: the load and Kafka
     * @param machine   everybody
     */
    public record Cpu(double gate, double yardstick, double postgres, double own, double machine, long nanos) {

        Cpu since(Cpu before) {
            return new Cpu(
                    gate - before.gate,
                    yardstick - before.yardstick,
                    postgres - before.postgres,
                    own - before.own,
                    machine - before.machine,
                    nanos - before.nanos);
        }

        /** The part of the machine that went to processes of none of ours, in percent. */
        public double others() {
            double all = nanos / 1e9 * Runtime.getRuntime().availableProcessors();
            return Math.max(0, (machine - gate - yardstick - postgres - own) / all * 100);
        }
    }

    /** What was measured, and what it cost. */
    public record Run(Measured measured, Cpu cpu) {

        public double gateMillis() {
            return each(cpu.gate());
        }

        public double yardstickMillis() {
            return each(cpu.yardstick());
        }

        public double postgresMillis() {
            return each(cpu.postgres());
        }

        public double ownMillis() {
            return each(cpu.own());
        }

        private double each(double cpuSeconds) {
            return cpuSeconds * 1000 / measured.acknowledged();
        }
    }

    public Run measure(Work work) throws Exception {
        Cpu before = cpu();
        Measured measured = work.run();
        return new Run(measured, cpu().since(before));
    }

    private Cpu cpu() {
        return new Cpu(
                surroundings.gates().stream()
                        .mapToDouble(gate -> Kernel.cpuSeconds(gate.pid()))
                        .sum(),
                surroundings.yardsticks().mapToDouble(Kernel::cpuSeconds).sum(),
                Kernel.cpuSecondsWithChildren(surroundings.postmaster()),
                Kernel.cpuSeconds(ProcessHandle.current().pid()),
                Kernel.busySeconds(),
                System.nanoTime());
    }
}
