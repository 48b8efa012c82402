package io.gatekeeper.bench;

import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.bench.load.Lives;
import io.gatekeeper.bench.load.Measured;
import io.gatekeeper.bench.load.Submissions;
import io.gatekeeper.bench.yardstick.TwoInserts;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** What the cells play on: servers, parties, yardsticks, and the one way to measure something between two yardsticks. */
public final class Stage implements AutoCloseable {

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final int HELD = 2_000;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Ledger ledger;
    private final Parties parties;
    private final Traffic traffic;
    private final Meter meter;
    private final Profile profile;
    private final Results results = new Results();
    private final Fill fill;
    private final TwoInserts twoInserts;

    Stage(Settings settings, Surroundings surroundings) throws Exception {
        this.settings = settings;
        this.surroundings = surroundings;
        ledger = new Ledger(
                surroundings.postgres().jdbcUrl(),
                surroundings.postgres().user(),
                surroundings.kafka().bootstrapServers());
        parties = new Parties(surroundings);
        traffic = new Traffic(parties, ledger);
        meter = new Meter(surroundings);
        profile = new Profile(settings, surroundings);
        prepare();
        fill = new Fill(
                surroundings.postgres().jdbcUrl(), surroundings.postgres().user());
        twoInserts = new TwoInserts(
                surroundings.postgres().jdbcUrl(),
                surroundings.postgres().user(),
                ledger.column("SELECT submission FROM release_request LIMIT 1").get(0),
                ledger.column("SELECT document FROM decision LIMIT 1").get(0));
        for (String setting : DURABLE) {
            if (!"on".equals(twoInserts.show(setting))) {
                throw new IllegalStateException(setting + " is off: nothing would be durable");
            }
        }
    }

    /** One request of each kind, so that there is something to answer and to copy. */
    private void prepare() throws Exception {
        try (HttpCalls http = new HttpCalls(port())) {
            String token = traffic.platformToken(0);
            String publisher = parties.inGoodStanding().get(0);
            String cleared = http.call(201, "POST", "/v1/release-requests", token, Submissions.json(publisher));
            http.call(
                    201,
                    "POST",
                    "/v1/release-requests",
                    token,
                    Submissions.json(parties.underGuidance().get(0)));
            String path = "/v1/release-requests/" + Lives.field(cleared, "id");
            surroundings.startBare(http.call(200, "GET", path, token, null), http.call(200, traffic.status(publisher)));
        }
        ledger.awaitQuiet();
    }

    /** What every cell rests on: the intake and the read, compiled, and requests of both kinds to be read. */
    void warmUp() throws Exception {
        fill.cleared(parties.inGoodStanding(), 10 * HELD);
        fill.held(parties.underGuidance(), HELD);
        HttpLoad submissions = submissions();
        warm("submissions", 80, () -> submissions.run(32, 4));
        // Held ones stay in the queue of tests, as they do in the life of a gate.
        HttpLoad held = load(201, traffic.submissions(parties.underGuidance()));
        warm("held submissions", 1, () -> held.run(8, 1));
        ledger.awaitQuiet();
        HttpLoad reads = load(200, traffic.openRequests("true"));
        warm("reads", 40, () -> reads.run(16, 4));
        bare(traffic.bareDecision()).run(16, 6);
        twoInserts.run(32, 2);
    }

    /** A measurement between two of its yardstick; {@code rows} says what was counted, if anything was. */
    public record Between(Meter.Run before, Meter.Run run, Meter.Run after, String rows) {}

    /** Four numbers that have to be the same: acknowledged, stored, stored, told. */
    public interface Balance {
        long[] of(long acknowledged, Ledger.Count count);

        /** Submissions that were cleared or held at once. */
        static long[] ofSubmissions(long acknowledged, Ledger.Count count) {
            return new long[] {acknowledged, count.requests(), count.decisions(), count.decisionsTold()};
        }
    }

    public Between read(String cell, Meter.Work yardstick, Meter.Work work) throws Exception {
        ledger.awaitQuiet();
        Meter.Run before = meter.measure(yardstick);
        profile.begin(cell);
        Meter.Run run = meter.measure(work);
        profile.end();
        return new Between(before, run, meter.measure(yardstick), "");
    }

    public Between write(String cell, Meter.Work yardstick, Meter.Work work, Balance balance) throws Exception {
        ledger.awaitQuiet();
        Meter.Run before = meter.measure(yardstick);
        ledger.awaitQuiet();
        Ledger.Count counted = ledger.count();
        profile.begin(cell);
        // The hand-over to Kafka goes on a little longer than the load; what it costs belongs to the cell.
        Meter.Run run = meter.measure(() -> {
            Measured measured = work.run();
            ledger.awaitEmptyOutbox();
            return measured;
        });
        profile.end();
        ledger.awaitQuiet();
        Ledger.Count count = ledger.count().since(counted);
        Meter.Run after = meter.measure(yardstick);
        long[] numbers = balance.of(run.measured().acknowledged(), count);
        String rows = Arrays.stream(numbers).mapToObj("%,d"::formatted).collect(Collectors.joining(" = "));
        if (Arrays.stream(numbers).distinct().count() > 1 || count.deadLetters() > 0) {
            throw new IllegalStateException("what was acknowledged is not what was stored and told: " + rows
                    + ", dead letters " + count.deadLetters());
        }
        return new Between(before, run, after, rows);
    }

    /** Until the gate has spent so much processor time on it that the compilers have seen it. */
    public void warm(String what, double cpuSeconds, Meter.Work work) throws Exception {
        warm(surroundings.gate(), what, cpuSeconds, work);
    }

    /**
     * Counted in processor time, because on a busy machine neither a number of seconds nor one of operations says that
     * the compilers have seen anything.
     */
    public void warm(Gate gate, String what, double cpuSeconds, Meter.Work work) throws Exception {
        double before = Kernel.cpuSeconds(gate.pid());
        double spent = 0;
        long done = 0;
        do {
            Measured measured = work.run();
            spent += measured.seconds();
            done += measured.acknowledged();
        } while (Kernel.cpuSeconds(gate.pid()) - before < cpuSeconds && spent < settings.warmUpAtMost());
        Bench.say("  warm: %,d %s in %.0f s", done, what, spent);
    }

    /** Keeps connections to the gate busy, and takes no answer but of this status. */
    public HttpLoad load(int expectedStatus, IntFunction<byte[]> requests) {
        return new HttpLoad(port(), expectedStatus, requests);
    }

    /** Submissions that are published at once. */
    public HttpLoad submissions() {
        return load(201, traffic.submissions(parties.inGoodStanding()));
    }

    public HttpLoad bare(IntFunction<byte[]> requests) {
        return new HttpLoad(surroundings.barePort(), 200, requests);
    }

    public Lives lives(int... ports) {
        return new Lives(
                ports,
                surroundings.kafka().bootstrapServers(),
                parties.underGuidance(),
                parties.platformTokens(),
                parties.laboratoryTokens());
    }

    public int port() {
        return surroundings.gate().port();
    }

    /** Seconds of load in a cell; a yardstick takes half of it. */
    public double seconds() {
        return settings.seconds();
    }

    public Settings settings() {
        return settings;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Parties parties() {
        return parties;
    }

    public Traffic traffic() {
        return traffic;
    }

    public Meter meter() {
        return meter;
    }

    public Results results() {
        return results;
    }

    public Fill fill() {
        return fill;
    }

    public TwoInserts twoInserts() {
        return twoInserts;
    }

    @Override
    public void close() throws SQLException {
        fill.close();
        ledger.close();
    }
}
