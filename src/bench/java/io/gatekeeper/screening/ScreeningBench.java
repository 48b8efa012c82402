package io.gatekeeper.screening;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
        double aapt = tool("aapt", "dump", "badging", PACKAGE.toString());
        double apksigner = tool("apksigner", "verify", "--print-certs", "-v", PACKAGE.toString());
        double dexdump = tool("dexdump", PACKAGE.toString());
        double ours = median(repeat(builtIn, RUNS));
        System.out.printf(
                "package %.1f MB, %d indicators%n", megabytes, builtIn.all().size());
        System.out.printf("aapt %.0f ms, apksigner %.0f ms, dexdump %.0f ms%n", aapt, apksigner, dexdump);
        System.out.printf(
                "screening %.0f ms (the first %.0f ms): %.0f MB/s, %.1f packages/s, %.1f times as fast as the three%n",
                ours, cold, megabytes * 1e3 / ours, 1e3 / ours, (aapt + apksigner + dexdump) / ours);
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

    /** The median of three runs, in milliseconds, with what it prints thrown away. */
    private static double tool(String... command) throws IOException, InterruptedException {
        double[] all = new double[3];
        for (int run = 0; run < all.length; run++) {
            long startedAt = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Arrays.toString(command) + " failed");
            }
            all[run] = (System.nanoTime() - startedAt) / 1e6;
        }
        return median(all);
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
