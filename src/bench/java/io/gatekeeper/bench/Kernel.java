package io.gatekeeper.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux has counted: processor time and memory of processes, and of the machine. */
public final class Kernel {

    /** The unit of /proc, which is fixed at 1/100 s for programs whatever the kernel ticks at. */
    private static final double TICKS_PER_SECOND = 100;

    private Kernel() {}

    /** User and system time of one process, its threads included. */
    public static double cpuSeconds(long pid) {
        return ticks(stat(pid), 13, 2) / TICKS_PER_SECOND;
    }

    /** The same for a process with all of its children, the ones that have ended included. */
    public static double cpuSecondsWithChildren(long parent) {
        double ticks = ticks(stat(parent), 13, 4);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String[] stat = stat(Long.parseLong(process.getFileName().toString()));
                if (stat.length > 3 && Long.parseLong(stat[3]) == parent) {
                    ticks += ticks(stat, 13, 2);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Time all processors together were not idle. */
    public static double busySeconds() {
        try {
            String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
            // user nice system idle iowait irq softirq steal
            long busy = 0;
            for (int column : new int[] {1, 2, 3, 6, 7, 8}) {
                busy += Long.parseLong(cpu[column]);
            }
            return busy / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory the process ever had resident, in MiB. */
    public static long peakResidentMebibytes(long pid) {
        return status(pid, "VmHWM") / 1024;
    }

    public static long residentMebibytes(long pid) {
        return status(pid, "VmRSS") / 1024;
    }

    public static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static long status(long pid, String name) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/status"));
            Matcher line = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(text);
            return line.find() ? Long.parseLong(line.group(1)) : 0;
        } catch (NoSuchFileException e) {
            // It has ended: the roles cell ends the gate of the run.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ticks(String[] stat, int from, int columns) {
        double ticks = 0;
        for (int column = from; column < from + columns && column < stat.length; column++) {
            ticks += Long.parseLong(stat[column]);
        }
        return ticks;
    }

    /** Empty for a process that has ended meanwhile. */
    private static String[] stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second column is the name in brackets and may hold blanks.
            String[] rest = text.substring(text.lastIndexOf(')') + 2).strip().split(" ");
            return Stream.concat(List.of(Long.toString(pid), "name").stream(), Arrays.stream(rest))
                    .toArray(String[]::new);
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            // ESRCH: it ended between the opening and the reading.
            return new String[0];
        }
    }
}
