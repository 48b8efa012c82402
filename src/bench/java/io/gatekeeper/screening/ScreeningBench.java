package io.gatekeeper.screening;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Screening beside the tools of others on one signed package, with few and with many indicators, and its memory on a large
 * one: {@code mvn -Pbench -Dbench.build.skip -Dbench.main=io.gatekeeper.screening.ScreeningBench verify}, docs/screening.md.
 *
 * <p>The tools are Debian's {@code aapt}, {@code apksigner} and {@code dexdump}; the package is the one RealPackagesTest
 * has fetched.
 */
public final class ScreeningBench {

    private static final Path PACKAGE =
            Path.of("target/real-packages/package/apks/appium-uiautomator2-server-v10.6.6.apk");
    private static final Subject SUBJECT = new Subject("00".repeat(32), "ANDROID", null, null, null);
    private static final int WARM_UP = 15;
    private static final int RUNS = 15;

    private ScreeningBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0) {
            LargePackage.measure(Path.of(arguments[0]));
            return;
        }
        double megabytes = Files.size(PACKAGE) / 1e6;
        Indicators builtIn = IndicatorSets.load(Optional.empty()).at(Instant.EPOCH);
        double cold = screen(builtIn);
        repeat(builtIn, WARM_UP);
        Cost others = Cost.NONE;
        for (List<String> command : List.of(
                List.of("aapt", "dump", "badging", PACKAGE.toString()),
                List.of("apksigner", "verify", "--print-certs", "-v", PACKAGE.toString()),
                List.of("dexdump", PACKAGE.toString()))) {
            Cost cost = tool(command);
            System.out.printf("%-10s %s%n", command.get(0), cost);
            others = others.plus(cost);
        }
        Cost ours = cost(builtIn);
        System.out.printf("%-10s %s, the first %.0f ms%n", "screening", ours, cold);
        System.out.printf(
                "package of %.1f MB, %d indicators: %.0f MB/s, %.1f packages/s; the three together take %.1f times as"
                        + " long, %.1f times the CPU%n",
                megabytes,
                builtIn.all().size(),
                megabytes * 1e3 / ours.wall(),
                1e3 / ours.wall(),
                others.wall() / ours.wall(),
                others.cpu() / ours.cpu());
        manyIndicators(builtIn);
        LargePackage.measureInAProcessOfItsOwn();
    }

    private static void manyIndicators(Indicators builtIn) throws IOException {
        Indicators few = ManyIndicators.of(builtIn, 1_000);
        Indicators many = ManyIndicators.of(builtIn, 10_000);
        repeat(few, WARM_UP);
        repeat(many, WARM_UP);
        double[] withFew = new double[RUNS];
        double[] withMany = new double[RUNS];
        // In turn, so that whatever else the machine does falls on both.
        for (int run = 0; run < RUNS; run++) {
            withFew[run] = screen(few);
            withMany[run] = screen(many);
        }
        System.out.printf(
                "%d indicators %.0f ms, %d indicators %.0f ms: %.2f times%n",
                few.all().size(),
                median(withFew),
                many.all().size(),
                median(withMany),
                median(withMany) / median(withFew));
    }

    private static double[] repeat(Indicators indicators, int times) throws IOException {
        double[] all = new double[times];
        for (int run = 0; run < times; run++) {
            all[run] = screen(indicators);
        }
        return all;
    }

    private static double screen(Indicators indicators) throws IOException {
        long startedAt = System.nanoTime();
        try (FileChannel file = FileChannel.open(PACKAGE)) {
            ScreeningReport report =
                    Screening.screen(file, indicators, Instant.EPOCH, SUBJECT, Declared.NOTHING, Optional.empty());
            if (report.state() != ScreeningState.DONE) {
                throw new IllegalStateException("the package was not read");
            }
        }
        return (System.nanoTime() - startedAt) / 1e6;
    }

    /** Of one run, in milliseconds. */
    private record Cost(double wall, double cpu) {

        static final Cost NONE = new Cost(0, 0);

        Cost plus(Cost other) {
            return new Cost(wall + other.wall, cpu + other.cpu);
        }

        static Cost median(List<Cost> all) {
            return new Cost(
                    ScreeningBench.median(all.stream().mapToDouble(Cost::wall).toArray()),
                    ScreeningBench.median(all.stream().mapToDouble(Cost::cpu).toArray()));
        }

        @Override
        public String toString() {
            return String.format("%.0f ms, %.0f ms of CPU", wall, cpu);
        }
    }

    private static Cost cost(Indicators indicators) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<Cost> all = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long before = system.getProcessCpuTime();
            double wall = screen(indicators);
            all.add(new Cost(wall, (system.getProcessCpuTime() - before) / 1e6));
        }
        return Cost.median(all);
    }

    /** The median of five runs, with what the tool prints thrown away. */
    private static Cost tool(List<String> command) throws IOException, InterruptedException {
        List<Cost> all = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
            Process process =
                    new ProcessBuilder(timed(command)).redirectErrorStream(true).start();
            String[] seconds = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed");
            }
            all.add(new Cost(
                    Double.parseDouble(seconds[0]) * 1e3,
                    (Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2])) * 1e3));
        }
        return Cost.median(all);
    }

    private static List<String> timed(List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>&1", "bash"));
        all.addAll(command);
        return all;
    }

    static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Sets of any size that look like the built-in one. */
    private static final class ManyIndicators {

        static Indicators of(Indicators builtIn, int count) {
            List<Indicator> all = new ArrayList<>(
                    builtIn.all().subList(0, Math.min(count, builtIn.all().size())));
            for (int number = 0; all.size() < count; number++) {
                Indicator one = builtIn.all().get(number % builtIn.all().size());
                if (one.all().get(0) instanceof Condition.Seen seen) {
                    all.add(alike(one, seen.mark(), number));
                }
            }
            return new Indicators(List.of(new IndicatorSet("bench", java.time.LocalDate.EPOCH, "none", all, "")));
        }

        private static Indicator alike(Indicator one, Mark mark, int number) {
            // A host keeps its end, all else its beginning: that is what they have in common with others.
            String text = mark.kind() == MarkKind.HOST ? "h" + number + "." + mark.text() : mark.text() + ".x" + number;
            return new Indicator(
                    one.id() + "-" + number,
                    one.version(),
                    List.of(new Condition.Seen(new Mark(mark.kind(), text))),
                    one.unless(),
                    one.problem(),
                    one.severity(),
                    one.message(),
                    one.source(),
                    null,
                    null);
        }
    }
}
