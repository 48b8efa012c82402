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

    private static final Pattern LINE =
            Pattern.compile("LOG:  duration: ([0-9.]+) ms  (?:(parse|bind|execute) [^:]*|statement): (.*)");
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
        set(0);
        long begin = Files.size(log);
        long begun = System.nanoTime();
        Measured measured = work.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Thread.sleep(500);
        set(-1);
        long operations = times == 0 ? measured.acknowledged() : times;
        System.out.printf("%n%s, statements each over %d times in %.1f s:%n", what, operations, seconds);
        Spent all = new Spent();
        for (Map.Entry<String, Spent> statement : spent(begin).entrySet()) {
            Spent spent = statement.getValue();
            // Rarer than every fourth time it is not the operation but the gate's own pulse.
            if (spent.times >= operations / 4.0) {
                all.times += spent.times;
                all.millis += spent.millis;
                System.out.printf("  %s  %s%n", spent.each(operations), statement.getKey());
            }
        }
        System.out.printf("  %s  in all%n", all.each(operations));
    }

    /** How often a statement came, and how long it took the server with all its phases. */
    private static final class Spent {
        private int times;
        private double millis;

        private String each(long operations) {
            return "%5.2f times %7.3f ms".formatted((double) times / operations, millis / operations);
        }
    }

    private Map<String, Spent> spent(long begin) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        String text = new String(bytes, (int) begin, bytes.length - (int) begin, StandardCharsets.UTF_8);
        // A statement of several lines goes on with tabs.
        String[] lines = text.replaceAll("\n\t\\s*", " ").split("\n");
        Map<String, Spent> spent = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                Spent one = spent.computeIfAbsent(plain(matcher.group(3)), statement -> new Spent());
                one.millis += Double.parseDouble(matcher.group(1));
                // Parsing and binding are phases of the same.
                if (!"parse".equals(matcher.group(2)) && !"bind".equals(matcher.group(2))) {
                    one.times++;
                }
            }
        }
        return spent;
    }

    private static String plain(String statement) {
        String plain = statement.replaceAll("\\s+", " ").replaceAll("\\b[a-z]{1,3}\\d_\\d\\.", "");
        return plain.length() > 150 ? plain.substring(0, 150) + "…" : plain;
    }

    /** @param leastMillis of a statement to be logged with its duration; none are with -1 */
    private void set(int leastMillis) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        surroundings.postgres().jdbcUrl(),
                        surroundings.postgres().user(),
                        "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET log_min_duration_statement = " + leastMillis);
            statement.execute("SELECT pg_reload_conf()");
        }
        // Each backend takes it up between two statements.
        Thread.sleep(500);
    }
}
