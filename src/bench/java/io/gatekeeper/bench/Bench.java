package io.gatekeeper.bench;

import io.gatekeeper.identity.Role;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.CreditCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.logging.Level;
import org.jboss.logmanager.Logger;

/**
 * One run: warms the gate up, then measures each cell between two runs of its yardstick, counts rows, and prints a
 * table. {@code docs/performance.md} says how to read it.
 */
public final class Bench {

    /** Beyond that factor between the yardstick before and after a cell, the machine did something else meanwhile. */
    private static final double NOISY = 1.3;

    /** Seconds, of one kind of work. */
    private static final double WARM_UP_AT_MOST = Double.parseDouble(setting("BENCH_WARM_UP_AT_MOST", "40"));

    private static final int PUBLISHERS = 200;
    private static final List<String> PLATFORMS =
            List.of("huawei-appgallery", "xiaomi-getapps", "oppo-software-store", "vivo-appstore");
    private static final List<String> LABORATORIES = List.of("lab-beijing", "lab-shenzhen");

    /** A heap for a small container, and the collector for few processors. */
    private static final String FLAGS = "-Xms256m -Xmx256m -XX:+UseSerialGC";

    private final Surroundings surroundings;
    private final Ledger ledger;
    private final double seconds = Double.parseDouble(setting("BENCH_SECONDS", "10"));
    private final int rounds = Integer.parseInt(setting("BENCH_ROUNDS", "1"));
    private final String only = setting("BENCH_ONLY", "intake,read,lives");
    private final List<String> inGoodStanding = new ArrayList<>();
    private final List<String> underGuidance = new ArrayList<>();
    private final List<String> platformTokens = new ArrayList<>();
    private final List<String> laboratoryTokens = new ArrayList<>();
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private TwoInserts twoInserts;

    private Bench(Surroundings surroundings) throws SQLException {
        this.surroundings = surroundings;
        this.ledger = new Ledger(
                surroundings.postgres().jdbcUrl(),
                surroundings.postgres().user(),
                surroundings.kafka().bootstrapServers());
    }

    public static void main(String... arguments) {
        for (String category : new String[] {"org.apache.kafka", "kafka", "state.change.logger", "io.zonky"}) {
            Logger.getLogger(category).setLevel(Level.SEVERE);
        }
        Locale.setDefault(Locale.ROOT);
        int exit = 0;
        long begun = System.nanoTime();
        try (Surroundings surroundings = new Surroundings(flags())) {
            Bench bench = new Bench(surroundings);
            bench.run(begun);
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            exit = 1;
        }
        System.exit(exit);
    }

    private static String flags() {
        String flags = setting("BENCH_FLAGS", FLAGS);
        // From the start on: a recorder that comes later throws away everything that was compiled until then. Its
        // stacks
        // are 64 frames deep otherwise, which is less than Quarkus needs.
        return isProfiled()
                ? flags + " -XX:FlightRecorderOptions=stackdepth=256 -XX:StartFlightRecording=settings=profile"
                : flags;
    }

    private static boolean isProfiled() {
        return Boolean.parseBoolean(setting("BENCH_JFR", "false"));
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** Processor seconds used up to a moment. */
    private record Cpu(double gate, double bare, double postgres, double own, double machine, long nanos) {

        Cpu since(Cpu before) {
            return new Cpu(
                    gate - before.gate,
                    bare - before.bare,
                    postgres - before.postgres,
                    own - before.own,
                    machine - before.machine,
                    nanos - before.nanos);
        }

        /** The part of the machine that went to processes of none of ours, in percent. */
        double others() {
            double all = nanos / 1e9 * Runtime.getRuntime().availableProcessors();
            return Math.max(0, (machine - gate - bare - postgres - own) / all * 100);
        }
    }

    /** What was measured, and what it cost. */
    private record Run(Measured measured, Cpu cpu) {

        double millis(double cpuSeconds) {
            return cpuSeconds * 1000 / measured.acknowledged();
        }
    }

    /** A line of the table: a cell between its yardsticks; the bare yardstick itself has none. */
    private record Row(String cell, int connections, Run run, Run before, Run after, String rows) {

        double ratio() {
            return run.measured().perSecond()
                    / ((before.measured().perSecond() + after.measured().perSecond()) / 2);
        }

        double drift() {
            double a = before.measured().perSecond();
            double b = after.measured().perSecond();
            return Math.max(a, b) / Math.min(a, b);
        }
    }

    interface Work {
        Measured run() throws SQLException, InterruptedException, ExecutionException, IOException;
    }

    private void run(long begun) throws Exception {
        say("PostgreSQL, Kafka and the gate are up, %.0f s", (System.nanoTime() - begun) / 1e9);
        prepare();
        try (Lives lives = new Lives(
                surroundings.port(),
                surroundings.kafka().bootstrapServers(),
                underGuidance,
                platformTokens,
                laboratoryTokens)) {
            warmUp(lives);
            for (int round = 1; round <= rounds; round++) {
                say("round %d of %d", round, rounds);
                if (only.contains("statements")) {
                    statements(lives);
                }
                if (only.contains("intake")) {
                    intake(8);
                    intake(32);
                }
                if (only.contains("read")) {
                    reads("read of a decision, all open requests", openRequests(""));
                    reads("read of a decision, held ones only", openRequests(" AND state = 'HELD'"));
                }
                if (only.contains("lives")) {
                    lives(lives, 8);
                    lives(lives, 16);
                }
            }
        }
        if (!rows.isEmpty()) {
            String report = report((System.nanoTime() - begun) / 1e9);
            System.out.println(report);
            Files.writeString(surroundings.directory().resolve("table.md"), report);
        }
        ledger.close();
    }

    private void prepare() throws SQLException, IOException, InterruptedException {
        for (String platform : PLATFORMS) {
            platformTokens.add(surroundings.token(Role.PLATFORM, platform, platform + "-backend"));
        }
        for (String laboratory : LABORATORIES) {
            laboratoryTokens.add(surroundings.token(Role.LABORATORY, laboratory, "examiner-1"));
        }
        String officer = surroundings.token(Role.REGULATOR, "miit", "officer-1");
        try (HttpCalls http = new HttpCalls(surroundings.port())) {
            for (int i = 0; i < PUBLISHERS; i++) {
                inGoodStanding.add(registered(http, officer));
                String guided = registered(http, officer);
                http.call(201, "POST", "/v1/measures", officer, """
                        {"publisherId":"%s","type":"TRANSITIONAL_GUIDANCE","channel":"PHONE",\
                        "legalBasis":"信管函〔2021〕292号","reason":"four batches within the year"}""".formatted(guided));
                underGuidance.add(guided);
            }
            String token = platformTokens.get(0);
            String answer =
                    http.call(201, "POST", "/v1/release-requests", token, Submissions.json(inGoodStanding.get(0)));
            String id = Lives.field(answer, "id");
            surroundings.startBare(http.call(200, "GET", "/v1/release-requests/" + id, token, null));
        }
        twoInserts = new TwoInserts(
                surroundings.postgres().jdbcUrl(),
                surroundings.postgres().user(),
                ledger.column("SELECT submission FROM release_request LIMIT 1").get(0),
                ledger.column("SELECT document FROM decision LIMIT 1").get(0));
        for (String setting : List.of("fsync", "synchronous_commit")) {
            if (!"on".equals(twoInserts.show(setting))) {
                throw new IllegalStateException(setting + " is off: nothing would be durable");
            }
        }
        say("%d publishers in good standing and %d under guidance are registered", PUBLISHERS, PUBLISHERS);
    }

    private static String registered(HttpCalls http, String officer) {
        String creditCode = CreditCodes.fresh();
        http.call(
                201,
                "PUT",
                "/v1/publishers/" + creditCode,
                officer,
                "{\"name\":\"发布者%s\",\"aliases\":[]}".formatted(creditCode));
        return creditCode;
    }

    private void warmUp(Lives lives) throws Exception {
        say("warming up");
        HttpLoad submissions = submissions(inGoodStanding);
        warm("submissions", 30, () -> submissions.run(16, 4));
        // Held requests stay in the queue of tests, as they do in the life of a gate.
        HttpLoad held = submissions(underGuidance);
        warm("held submissions", 1, () -> held.run(8, 2));
        say("the outbox is empty after %.1f s", ledger.awaitEmptyOutbox());
        HttpLoad reads = new HttpLoad(surroundings.port(), 200, openRequests(""));
        warm("reads", 12, () -> reads.run(16, 4));
        HttpLoad bare = new HttpLoad(surroundings.barePort(), 200, bare());
        warm("bare reads", 0, () -> bare.run(16, 6));
        warm("lives", 15, () -> lives.run(8, 4));
        twoInserts.run(32, 3);
    }

    /**
     * Until the gate has spent so much processor time on it that the compilers have seen it. Counted in processor time,
     * because on a busy machine neither a number of seconds nor one of operations says that they have.
     */
    private void warm(String what, double cpuSeconds, Work work) throws Exception {
        double before = Kernel.cpuSeconds(surroundings.gatePid());
        double spent = 0;
        long done = 0;
        do {
            Measured measured = work.run();
            spent += measured.seconds();
            done += measured.acknowledged();
        } while (Kernel.cpuSeconds(surroundings.gatePid()) - before < cpuSeconds && spent < WARM_UP_AT_MOST);
        say("  %,d %s in %.0f s", done, what, spent);
    }

    private void intake(int connections) throws Exception {
        HttpLoad load = submissions(inGoodStanding);
        write(
                "intake of a submission",
                connections,
                connections,
                () -> load.run(connections, seconds),
                (acks, count) -> "%,d = %,d = %,d = %,d"
                        .formatted(
                                acks,
                                count.requests(),
                                count.decisions(),
                                count.told().get(Topic.RELEASE_DECISIONS)));
    }

    private void lives(Lives lives, int inFlight) throws Exception {
        write(
                "full life",
                inFlight,
                8,
                () -> lives.run(inFlight, seconds),
                (acks, count) -> "%,d = %,d = %,d = %,d"
                        .formatted(
                                acks,
                                count.cleared(),
                                count.testsPassed(),
                                count.told().get(Topic.RELEASE_DECISIONS) / 2));
    }

    private interface Balance {
        /** Four numbers that have to be the same: acknowledged, stored, stored, told. */
        String of(long acknowledged, Ledger.Count count);
    }

    private void write(String cell, int width, int connections, Work work, Balance balance) throws Exception {
        Run before = measure(() -> twoInserts.run(connections, seconds / 2));
        Ledger.Count counted = ledger.count();
        profile(cell, width, true);
        double[] drained = new double[1];
        // The hand-over to Kafka goes on a little longer than the load; what it costs belongs to the cell.
        Run run = measure(() -> {
            Measured measured = work.run();
            drained[0] = ledger.awaitEmptyOutbox();
            return measured;
        });
        profile(cell, width, false);
        Ledger.Count count = ledger.count().since(counted);
        Run after = measure(() -> twoInserts.run(connections, seconds / 2));
        String counts = balance.of(run.measured().acknowledged(), count);
        boolean equal = List.of(counts.split(" = ")).stream().distinct().count() == 1 && count.deadLetters() == 0;
        add(new Row(cell, width, run, before, after, counts));
        say(
                "rows, acknowledged = stored = stored = told: %s%s; outbox empty %.2f s after the last answer",
                counts, equal ? "" : " NOT EQUAL, dead letters " + count.deadLetters(), drained[0]);
        if (!equal) {
            throw new IllegalStateException("what was acknowledged is not what was stored and told");
        }
    }

    private void reads(String cell, IntFunction<byte[]> requests) throws Exception {
        HttpLoad bare = new HttpLoad(surroundings.barePort(), 200, bare());
        HttpLoad gate = new HttpLoad(surroundings.port(), 200, requests);
        Run before = measure(() -> bare.run(16, seconds / 2));
        profile(cell, 16, true);
        Run run = measure(() -> gate.run(16, seconds));
        profile(cell, 16, false);
        Run after = measure(() -> bare.run(16, seconds / 2));
        add(new Row(cell, 16, run, before, after, ""));
    }

    /** What the gate says to PostgreSQL for one of each, as the server's own log tells; no figure, and not by default. */
    private void statements(Lives lives) throws Exception {
        Statements statements = new Statements(surroundings);
        statements.print(
                "intake of a submission", 50, () -> submissions(inGoodStanding).runTimes(50));
        statements.print(
                "intake of a submission that is held",
                50,
                () -> submissions(underGuidance).runTimes(50));
        IntFunction<byte[]> cleared = openRequests(" AND state = 'CLEARED'");
        statements.print(
                "read of a cleared request", 50, () -> new HttpLoad(surroundings.port(), 200, cleared).runTimes(50));
        IntFunction<byte[]> held = openRequests(" AND state = 'HELD'");
        statements.print("read of a held request", 50, () -> new HttpLoad(surroundings.port(), 200, held).runTimes(50));
        statements.print("full life", 0, () -> lives.run(1, 2));
    }

    private HttpLoad submissions(List<String> publishers) {
        List<Submissions.Request> requests = new ArrayList<>();
        for (int i = 0; i < publishers.size(); i++) {
            requests.add(new Submissions.Request(publishers.get(i), platformTokens.get(i % platformTokens.size())));
        }
        int[] next = new int[1];
        return new HttpLoad(
                surroundings.port(),
                201,
                connection -> requests.get(next[0]++ % requests.size()).renewed());
    }

    private IntFunction<byte[]> bare() {
        byte[] request = HttpCalls.request("GET", "/bare", null, null);
        return connection -> request;
    }

    /** Reads of every open request that fits the condition, in no order, each by its own platform. */
    private IntFunction<byte[]> openRequests(String condition) throws SQLException {
        String slot = "x".repeat(36);
        byte[][] templates = new byte[PLATFORMS.size()][];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = HttpCalls.request("GET", "/v1/release-requests/" + slot, platformTokens.get(i), null);
        }
        int at = "GET /v1/release-requests/".length();
        List<byte[]> ids = new ArrayList<>();
        List<Integer> platforms = new ArrayList<>();
        List<String> found = new ArrayList<>(ledger.column(
                "SELECT id || platform_id FROM release_request WHERE state IN ('HELD', 'CLEARED')" + condition));
        Collections.shuffle(found);
        for (String one : found) {
            ids.add(one.substring(0, 36).getBytes(StandardCharsets.US_ASCII));
            platforms.add(PLATFORMS.indexOf(one.substring(36)));
        }
        say("%,d requests to read%s", ids.size(), condition);
        int[] next = new int[1];
        return connection -> {
            int i = next[0]++ % ids.size();
            byte[] request = templates[platforms.get(i)];
            System.arraycopy(ids.get(i), 0, request, at, 36);
            return request;
        };
    }

    private Run measure(Work work) throws SQLException, InterruptedException, ExecutionException, IOException {
        Cpu before = cpu();
        Measured measured = work.run();
        return new Run(measured, cpu().since(before));
    }

    private Cpu cpu() {
        return new Cpu(
                Kernel.cpuSeconds(surroundings.gatePid()),
                Kernel.cpuSeconds(surroundings.barePid()),
                Kernel.cpuSecondsWithChildren(surroundings.postmaster()),
                Kernel.cpuSeconds(ProcessHandle.current().pid()),
                Kernel.busySeconds(),
                System.nanoTime());
    }

    /** On demand: a flight recording of the gate for each cell. */
    private void profile(String cell, int width, boolean begin) throws IOException, InterruptedException {
        if (!isProfiled()) {
            return;
        }
        String name = cell.replaceAll("[^a-z]+", "-") + "-" + width;
        List<String> command = new ArrayList<>(List.of(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "jcmd")
                        .toString(),
                Long.toString(surroundings.gatePid()),
                begin ? "JFR.start" : "JFR.stop",
                "name=" + name));
        command.add(
                begin
                        ? "settings=profile"
                        : "filename="
                                + surroundings
                                        .directory()
                                        .resolve(name + ".jfr")
                                        .toAbsolutePath());
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void add(Row row) {
        rows.computeIfAbsent(row.cell() + "/" + row.connections(), key -> new ArrayList<>())
                .add(row);
        say(
                "%s, %d: %,.0f/s, yardstick %,.0f/s and %,.0f/s, ratio %.2f",
                row.cell(),
                row.connections(),
                row.run().measured().perSecond(),
                row.before().measured().perSecond(),
                row.after().measured().perSecond(),
                row.ratio());
    }

    private String report(double took) throws SQLException {
        Table table = new Table(
                "cell",
                "at once",
                "rate/s",
                "yardstick/s before, after",
                "ratio",
                "p50 ms",
                "p99 ms",
                "CPU-ms gate",
                "CPU-ms PostgreSQL",
                "CPU-ms load + Kafka",
                "others' CPU",
                "rows",
                "");
        List<Row> medians = rows.values().stream().map(Bench::median).toList();
        for (Row row : medians) {
            Measured measured = row.run().measured();
            table.add(
                    row.cell(),
                    "" + row.connections(),
                    "%,.0f".formatted(measured.perSecond()),
                    "%,.0f, %,.0f"
                            .formatted(
                                    row.before().measured().perSecond(),
                                    row.after().measured().perSecond()),
                    "%.2f".formatted(row.ratio()),
                    "%.2f".formatted(measured.latencies().millis(0.5)),
                    "%.2f".formatted(measured.latencies().millis(0.99)),
                    "%.3f".formatted(row.run().millis(row.run().cpu().gate())),
                    "%.3f".formatted(row.run().millis(row.run().cpu().postgres())),
                    "%.3f".formatted(row.run().millis(row.run().cpu().own())),
                    "%.0f %%".formatted(row.run().cpu().others()),
                    row.rows(),
                    row.drift() > NOISY ? "noisy (%.2f)".formatted(row.drift()) : "");
            table.add(
                    "  its yardstick",
                    "",
                    "",
                    "",
                    "",
                    "%.2f".formatted(row.after().measured().latencies().millis(0.5)),
                    "%.2f".formatted(row.after().measured().latencies().millis(0.99)),
                    row.after().cpu().bare() > row.after().cpu().postgres()
                            ? "%.3f"
                                    .formatted(
                                            row.after().millis(row.after().cpu().bare()))
                            : "",
                    "%.3f".formatted(row.after().millis(row.after().cpu().postgres())),
                    "%.3f".formatted(row.after().millis(row.after().cpu().own())),
                    "%.0f %%".formatted(row.after().cpu().others()),
                    "",
                    "");
        }
        boolean noisy = medians.stream().anyMatch(row -> row.drift() > NOISY);
        return """

                %s
                Median of %d round%s of %.0f s a cell; %s.
                Peak resident memory of the gate: %d MiB (%s; %d MiB at the end).
                PostgreSQL %s: fsync %s, synchronous_commit %s, full_page_writes %s, shared_buffers %s; %,d requests, %,d open.
                %d processors (%s), Linux %s, Java %s; the whole run took %.0f s.
                """.formatted(
                        table,
                        rounds,
                        rounds == 1 ? "" : "s",
                        seconds,
                        noisy ? "NOISY: a yardstick differed by more than 1.3 between before and after" : "not noisy",
                        Kernel.peakResidentMebibytes(surroundings.gatePid()),
                        setting("BENCH_FLAGS", FLAGS),
                        Kernel.residentMebibytes(surroundings.gatePid()),
                        twoInserts.show("server_version"),
                        twoInserts.show("fsync"),
                        twoInserts.show("synchronous_commit"),
                        twoInserts.show("full_page_writes"),
                        twoInserts.show("shared_buffers"),
                        ledger.number("SELECT count(*) FROM release_request"),
                        ledger.number("SELECT count(*) FROM release_request WHERE state IN ('HELD', 'CLEARED')"),
                        Runtime.getRuntime().availableProcessors(),
                        Kernel.processor(),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        took);
    }

    private static Row median(List<Row> several) {
        List<Row> sorted =
                several.stream().sorted(Comparator.comparingDouble(Row::ratio)).toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void say(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
