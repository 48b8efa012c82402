package io.gatekeeper.bench;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what the gate says to PostgreSQL, from the log of the server. */
final class Statements {

    private static final Pattern LINE = Pattern.compile("LOG:  (?:execute [^:]*|statement): (.*)");

    private final Surroundings surroundings;
    private final Path log;

    Statements(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.log = surroundings.directory().resolve("data").resolve("postgres.log");
    }

    /** @param times how often the work does the same; 0 when it tells by what it acknowledges */
    void print(String what, int times, Bench.Work work) throws Exception {
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
