package io.gatekeeper.bench.cell;

import io.gatekeeper.bench.Cell;
import io.gatekeeper.bench.Meter;
import io.gatekeeper.bench.Stage;
import io.gatekeeper.bench.Surroundings;
import io.gatekeeper.bench.load.Lives;
import io.gatekeeper.bench.load.Measured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gate says to PostgreSQL for one of each, as the server's own log tells; no figure, and not by default. */
public final class StatementsCell implements Cell {

    private static final Pattern LINE = Pattern.compile("LOG:  (?:execute [^:]*|statement): (.*)");
    private static final int TIMES = 50;

    private Surroundings surroundings;
    private Path log;

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void measure(Stage stage) throws Exception {
        surroundings = stage.surroundings();
        log = surroundings.directory().resolve("data").resolve("postgres.log");
        IntFunction<byte[]> held = stage.traffic().submissions(stage.parties().underGuidance());
        print("intake of a submission", TIMES, () -> stage.submissions().runTimes(TIMES));
        print(
                "intake of a submission that is held",
                TIMES,
                () -> stage.load(201, held).runTimes(TIMES));
        for (String state : new String[] {"CLEARED", "HELD"}) {
            IntFunction<byte[]> reads = stage.traffic().openRequests("state = '" + state + "'");
            print(
                    "read of a request that is " + state,
                    TIMES,
                    () -> stage.load(200, reads).runTimes(TIMES));
        }
        try (Lives lives = stage.lives(stage.port())) {
            print("full life", 0, () -> lives.run(1, 2));
        }
    }

    /** @param times how often the work does the same; 0 when it tells by what it acknowledges */
    private void print(String what, int times, Meter.Work work) throws Exception {
        set("all");
        long begin = Files.size(log);
        long begun = System.nanoTime();
        Measured measured = work.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Thread.sleep(500);
        set("none");
        long operations = times == 0 ? measured.acknowledged() : times;
        Map<String, Integer> counts = counts(begin);
        System.out.printf("%n%s, statements each over %d times in %.1f s:%n", what, operations, seconds);
        double all = 0;
        for (Map.Entry<String, Integer> statement : counts.entrySet()) {
            double each = (double) statement.getValue() / operations;
            // Rarer than every fourth time it is not the operation but the gate's own pulse.
            if (each >= 0.25) {
                all += each;
                System.out.printf("  %5.2f  %s%n", each, statement.getKey());
            }
        }
        System.out.printf("  %5.2f  in all%n", all);
    }

    private Map<String, Integer> counts(long begin) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        byte[] bytes = Files.readAllBytes(log);
        String text = new String(bytes, (int) begin, bytes.length - (int) begin, StandardCharsets.UTF_8);
        String pending = null;
        for (String line : text.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                count(counts, pending);
                pending = matcher.group(1);
            } else if (pending != null && line.startsWith("\t")) {
                pending += " " + line.strip();
            } else {
                count(counts, pending);
                pending = null;
            }
        }
        count(counts, pending);
        return counts;
    }

    private static void count(Map<String, Integer> counts, String statement) {
        if (statement != null) {
            String plain = statement.replaceAll("\\s+", " ").replaceAll("\\b[a-z]{1,3}\\d_\\d\\.", "");
            counts.merge(plain.length() > 150 ? plain.substring(0, 150) + "…" : plain, 1, Integer::sum);
        }
    }

    private void set(String what) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        surroundings.postgres().jdbcUrl(),
                        surroundings.postgres().user(),
                        "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET log_statement = '" + what + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
        // Each backend takes it up between two statements.
        Thread.sleep(500);
    }
}
