package io.gatekeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A packaged gate as a process of its own, which can be killed the hard way. */
public final class GateProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final Path output;

    private GateProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the packaged application in {@code application}, with these variables and none of ours that matter to it. */
    public static GateProcess start(Path application, Map<String, String> variables) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return start(
                List.of(
                        java.toString(),
                        "-jar",
                        application.resolve("quarkus-run.jar").toString()),
                variables);
    }

    /** Starts any command, with its output kept. */
    public static GateProcess start(List<String> command, Map<String, String> variables) {
        try {
            Path output =
                    Files.createTempFile(Files.createDirectories(Path.of("target", "processes")), "gate-", ".log");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|GATEKEEPER|KAFKA)_.*"));
            builder.environment().putAll(variables);
            return new GateProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until {@code ready} holds; fails with the process's own words when it ends before. */
    public void await(BooleanSupplier ready) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("the gate is not ready:\n" + output());
            }
            Thread.sleep(100);
        }
    }

    public int awaitExit() throws InterruptedException {
        return awaitExit(PATIENCE);
    }

    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end:\n" + output());
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** Everything it has said so far, on either stream. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
