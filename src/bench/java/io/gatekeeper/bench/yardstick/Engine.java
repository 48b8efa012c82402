package io.gatekeeper.bench.yardstick;

import io.gatekeeper.bench.load.Latencies;
import io.gatekeeper.bench.load.Measured;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The yardstick for lives: a general workflow engine that leads the same life, as a process of its own on the same
 * PostgreSQL. Neither HTTP nor Kafka is between it and its caller, so it is spared what the gate has to do for both.
 */
public final class Engine implements AutoCloseable {

    private static final String DATABASE = "engine";
    private static final Path PROGRAM = Path.of("target", "engine");

    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    public Engine(List<String> flags, String gateUrl, String user) throws SQLException, IOException {
        try (Connection gate = DriverManager.getConnection(gateUrl, user, "");
                Statement statement = gate.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-classpath");
        command.add(PROGRAM.resolve("classes") + File.pathSeparator + PROGRAM.resolve("lib") + File.separator + "*");
        command.add("io.gatekeeper.bench.engine.EngineLives");
        command.add(gateUrl.substring(0, gateUrl.lastIndexOf('/') + 1) + DATABASE);
        command.add(user);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        expect("ready");
    }

    public long pid() {
        return process.pid();
    }

    /** Lives, so many at a time; fails unless every life it reports has ended in its history too. */
    public Measured run(int threads, double seconds) throws IOException {
        orders.println(threads + " " + seconds);
        String[] words = expect("lives").split(" ");
        Latencies latencies = new Latencies();
        for (int i = 3; i < words.length; i++) {
            latencies.add(Long.parseLong(words[i]));
        }
        long acknowledged = Long.parseLong(words[1]);
        if (acknowledged != Long.parseLong(words[2])) {
            throw new IllegalStateException(
                    "the engine acknowledged " + acknowledged + " lives and has stored " + words[2]);
        }
        return new Measured(seconds, latencies.count(), acknowledged, latencies);
    }

    private String expect(String first) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(first)) {
            throw new IOException("the workflow engine said " + line);
        }
        return line;
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
