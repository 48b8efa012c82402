package io.gatekeeper.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a run can be told, as variables of the environment; {@code docs/performance.md} lists them. */
public final class Settings {

    /** A heap for a small container, and the collector for few processors. */
    private static final String FLAGS = "-Xms256m -Xmx256m -XX:+UseSerialGC";

    /** Seconds of load in a cell. */
    public double seconds() {
        return Double.parseDouble(text("BENCH_SECONDS", "5"));
    }

    public int rounds() {
        return Integer.parseInt(text("BENCH_ROUNDS", "3"));
    }

    /** Names of cells; empty for all of them. */
    public List<String> only() {
        return Arrays.stream(text("BENCH_ONLY", "").split("[, ]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Open requests at the large end of growth. */
    public int scale() {
        return Integer.parseInt(text("BENCH_SCALE", "2440000"));
    }

    /** Open requests of the publisher a measure hits. */
    public int open() {
        return Integer.parseInt(text("BENCH_OPEN", "10000"));
    }

    /** Tests that become overdue at once. */
    public int overdue() {
        return Integer.parseInt(text("BENCH_OVERDUE", "100000"));
    }

    /** Rows of a full outbox. */
    public int backlog() {
        return Integer.parseInt(text("BENCH_BACKLOG", "100000"));
    }

    /** A JDK that can write and read AOT caches. */
    public Optional<Path> newJava() {
        String home = text("BENCH_JAVA25_HOME", "");
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, "bin", "java"));
    }

    /** Of the JVM of the gate and of what it is held against. */
    public String flags() {
        return text("BENCH_FLAGS", FLAGS);
    }

    public boolean isProfiled() {
        return Boolean.parseBoolean(text("BENCH_JFR", "false"));
    }

    /** Seconds, of one kind of work. */
    public double warmUpAtMost() {
        return Double.parseDouble(text("BENCH_WARM_UP_AT_MOST", "100"));
    }

    private static String text(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
