package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatekeeper.identity.Role;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Forwarder;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * An installation of two replicas under load, and everything that happens to one: each case proves that its fault
 * happened, and afterwards that nothing is lost, doubled, out of order or published against a measure. One installation
 * for all of them, as in life; the last case has the reconciliation look at what is left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurvivesIT {

    private static final int SOME = 20;

    private static Town town;

    @RegisterExtension
    static final TestWatcher LAST_WORDS = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            System.out.println(town.lastWords());
        }
    };

    private final Random random = new Random(Scale.SEED);
    private Load load;
    private Aftermath aftermath;

    @BeforeAll
    static void start() throws Exception {
        town = Town.started(2);
    }

    @AfterAll
    static void stop() {
        if (town != null) {
            town.close();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        load = new Load(town).begin();
        aftermath = new Aftermath(town, load);
        load.awaitAcknowledged(SOME);
    }

    @AfterEach
    void end() {
        load.close();
    }

    @Test
    @Order(1)
    void replicasThatAreKilled() throws Exception {
        int kills = Scale.times(3, 50);
        if (Scale.LONG) {
            town.add(ProductionBuild.application(), town.postgres.port(), town.kafka.port());
            town.add(ProductionBuild.application(), town.postgres.port(), town.kafka.port());
        }
        for (int i = 0; i < kills; i++) {
            Town.Replica victim = town.replicas.get(i % town.replicas.size());
            victim.awaitReady();
            Thread.sleep(random.nextInt(1_000));
            victim.kill();
            load.awaitAcknowledged(SOME);
            victim.start();
        }
        assertThat(load.unanswered.get()).as("calls that met a dead replica").isPositive();
        check(kills + " × kill -9, " + town.replicas.size() + " replicas");
    }

    @Test
    @Order(2)
    void aBrokerThatIsStopped() throws Exception {
        town.kafka.stop();
        load.awaitAcknowledged(SOME);
        stay(3, 300);
        assertThat(waiting()).as("events that wait").isPositive();
        town.kafka.start();
        check("broker stopped for " + (Scale.LONG ? "5 min" : "seconds"));
    }

    @Test
    @Order(3)
    void aBrokerThatIsKilled() throws Exception {
        town.kafka.crash();
        load.awaitAcknowledged(SOME);
        assertThat(waiting()).as("events that wait").isPositive();
        town.kafka.start();
        check("broker killed with -9");
    }

    @Test
    @Order(4)
    void aBrokerThatIsFrozen() throws Exception {
        try {
            town.kafka.freeze();
            load.awaitAcknowledged(SOME);
            stay(3, 60);
            assertThat(waiting()).as("events that wait").isPositive();
        } finally {
            town.kafka.thaw();
        }
        check("broker frozen for " + (Scale.LONG ? "1 min" : "3 s"));
    }

    @Test
    @Order(5)
    void aDatabaseThatCrashes() throws Exception {
        int times = Scale.times(1, 10);
        for (int i = 0; i < times; i++) {
            Thread.sleep(random.nextInt(500));
            int before = load.unavailable.get();
            town.postgres.crash();
            assertUnreachable();
            awaitRefusals(before);
            town.postgres.start();
            load.awaitAcknowledged(SOME);
        }
        check(times + " × PostgreSQL stopped immediately and restarted");
    }

    @Test
    @Order(6)
    void aDatabaseThatIsFrozen() throws Exception {
        int before = load.acknowledged.size();
        try {
            town.postgres.freeze();
            stay(3, 60);
            // Whoever was at its answer already gets it; nobody else does.
            assertThat(load.acknowledged.size() - before).isLessThan(100);
            if (Scale.LONG) {
                assertThat(load.unavailable.get()).as("503 meanwhile").isPositive();
            }
        } finally {
            town.postgres.thaw();
        }
        load.awaitAcknowledged(SOME);
        check("PostgreSQL frozen for " + (Scale.LONG ? "1 min" : "3 s"));
    }

    @Test
    @Order(7)
    void serversThatAreSlow() throws Exception {
        Duration delay = Duration.ofMillis(50);
        int postgres = Servers.freePort();
        try (Forwarder slow = Forwarder.slow(postgres, town.postgres.port(), delay)) {
            Town.Replica behind = town.add(ProductionBuild.application(), postgres, town.kafka.port());
            try (behind) {
                behind.awaitReady();
                long began = System.nanoTime();
                Load.Answer answer = load.call(
                        behind,
                        load.platform(),
                        "POST",
                        "/v1/release-requests",
                        Gate.submission(load.registered(), Codes.packageName(), 1, Codes.sha256()),
                        null);
                assertThat(answer.status()).isEqualTo(201);
                assertThat(System.nanoTime() - began).as("is slow").isGreaterThan(delay.toNanos());
                assertThat(slow.connections()).isPositive();
                load.awaitAcknowledged(Scale.times(SOME, 500));
            } finally {
                town.replicas.remove(behind);
            }
        }
        check("a replica whose PostgreSQL answers 50 ms late each way");
    }

    @Test
    @Order(11)
    void aDatabaseWhoseDiskIsFull() throws Exception {
        assumeTrue(town.postgresDisk.isPresent(), "no file system can be mounted here: a full disk is not tried");
        Disk disk = town.postgresDisk.get();
        int before = load.unavailable.get();
        disk.fill();
        try {
            awaitRefusals(before);
            // In the replicas' words: its own log is on that disk as well.
            assertThat(town.replicas.stream().map(Town.Replica::output))
                    .anyMatch(words -> words.contains("No space left on device"));
        } finally {
            disk.empty();
        }
        town.postgres.startUnlessRunning();
        load.awaitAcknowledged(SOME);
        check("PostgreSQL's disk full");
    }

    @Test
    @Order(12)
    void aBrokerWhoseDiskIsFull() throws Exception {
        assumeTrue(town.kafkaDisk.isPresent(), "no file system can be mounted here: a full disk is not tried");
        Disk disk = town.kafkaDisk.get();
        disk.fill();
        try {
            // Its log is on that disk alone, so it gives up at the first write.
            Aftermath.seconds("the broker gives up", Scale.bound(30), () -> !town.kafka.isRunning());
            assertThat(disk.free()).as("bytes left").isLessThan(4_096);
            load.awaitAcknowledged(SOME);
        } finally {
            disk.empty();
        }
        town.kafka.startUnlessRunning();
        check("the broker's disk full");
    }

    @Test
    @Order(8)
    void aMeasureInARaceWithPublishingAndListing() throws Exception {
        int races = Scale.times(500, 10_000);
        Races played = new Races(town, load).play(races);
        assertThat(played.overlapped())
                .as("races in which a call overlapped the measure")
                .isPositive();
        check(races + " races over two replicas, " + played.overlapped() + " overlapped");
    }

    @Test
    @Order(9)
    void eventsThatComeAgainAndOutOfOrderAmongPoison() throws Exception {
        load.awaitAcknowledged(Scale.times(40, 1_000));
        load.end();
        settle();
        long inbox = count("SELECT count(*) FROM inbox");
        long tests = count("SELECT count(*) FROM technical_test");
        long decisions = count("SELECT count(*) FROM decision");
        Replay replay = new Replay(town.kafka.bootstrap(), random);
        long letters = replay.count(Topic.DEAD_LETTERS);
        // Five times each, in another order, one in twenty of what comes being nothing one could read.
        Replay.Sent again = replay.again(Topic.RELEASE_REQUESTS, 5, 20);
        Replay.Sent verdicts = replay.again(Topic.TECHNICAL_TESTS, 5, 20);
        int poison = again.poison() + verdicts.poison();
        assertThat(poison).as("poison").isPositive();
        Aftermath.seconds(
                "every poisoned message is a dead letter",
                Scale.bound(60),
                () -> replay.count(Topic.DEAD_LETTERS) >= letters + poison);
        replay.awaitCaughtUp(List.of("gatekeeper-technicaltest", "gatekeeper-release"), Scale.bound(60));
        assertThat(count("SELECT count(*) FROM technical_test")).as("tests").isEqualTo(tests);
        assertThat(count("SELECT count(*) FROM decision")).as("decisions").isEqualTo(decisions);
        assertThat(count("SELECT count(*) FROM inbox"))
                .as("events that took effect")
                .isGreaterThanOrEqualTo(inbox);
        check(again.events() + verdicts.events() + " events again, shuffled, with " + poison + " of poison");
    }

    @Test
    @Order(10)
    void consumersThatBeginAtTheBeginning() throws Exception {
        load.end();
        settle();
        long tests = count("SELECT count(*) FROM technical_test");
        long decisions = count("SELECT count(*) FROM decision");
        for (Town.Replica replica : town.replicas) {
            replica.close();
        }
        Replay replay = new Replay(town.kafka.bootstrap(), random);
        long rewound = replay.rewind("gatekeeper-technicaltest", Topic.RELEASE_REQUESTS)
                + replay.rewind("gatekeeper-release", Topic.TECHNICAL_TESTS);
        assertThat(rewound).as("events to be read again").isPositive();
        for (Town.Replica replica : town.replicas) {
            replica.start();
            replica.awaitReady();
        }
        replay.awaitCaughtUp(List.of("gatekeeper-technicaltest", "gatekeeper-release"), Scale.bound(60));
        assertThat(count("SELECT count(*) FROM technical_test")).as("tests").isEqualTo(tests);
        assertThat(count("SELECT count(*) FROM decision")).as("decisions").isEqualTo(decisions);
        check(rewound + " events replayed from offset zero");
    }

    @Test
    @Order(100)
    void agreeWithThemselvesInTheEnd() throws Exception {
        load.awaitAcknowledged(SOME);
        load.end();
        settle();
        Thread.sleep(2_000);
        GateProcess report = town.reconciled(town.postgres.jdbcUrl());
        assertThat(report.output()).contains("all agree").doesNotContain("not all agree");
        assertThat(report.awaitExit()).isZero();
        for (Town.Replica replica : town.replicas) {
            assertThat(replica.output()).doesNotContain("answered 500");
        }
        check("reconciliation: all agree");
    }

    @Test
    @Order(101)
    void aBackupTakenWhileItRuns() throws Exception {
        assumeTrue(Scale.LONG, "only in the long form");
        Path copy = town.directory().resolve("restored");
        long began = System.nanoTime();
        List<String> before = List.copyOf(load.acknowledged.values());
        long bytes = new BaseBackup(town.postgres).into(copy);
        double taken = (System.nanoTime() - began) / 1e9;
        load.awaitAcknowledged(SOME);
        load.end();
        settle();
        town.replicas.forEach(Town.Replica::close);
        town.replicas.clear();
        // Everything after the backup is gone with the old database.
        town.postgres.crash();

        began = System.nanoTime();
        try (Server restored = Server.postgres(copy)) {
            restored.start();
            double recovered = (System.nanoTime() - began) / 1e9;
            try (Town.Replica gate = town.add(ProductionBuild.application(), restored.port(), town.kafka.port())) {
                gate.awaitReady();
                double ready = (System.nanoTime() - began) / 1e9;
                for (String id : before) {
                    assertThat(load.call(
                                            gate,
                                            town.token(Role.AUDITOR, "audit", "auditor"),
                                            "GET",
                                            "/v1/release-requests/" + id,
                                            null,
                                            null)
                                    .status())
                            .as("acknowledged before the backup")
                            .isEqualTo(200);
                }
                began = System.nanoTime();
                GateProcess first = town.reconciled(restored.jdbcUrl(), "--again");
                double reconciled = (System.nanoTime() - began) / 1e9;
                Aftermath.seconds("all agree", Scale.bound(120), () -> agrees(restored.jdbcUrl()));
                System.out.printf(
                        "[resilience] backup of %d MB under load in %.1f s; restored: recovered after %.1f s, gate ready after"
                                + " %.1f s, reconciled in %.1f s (exit %d at first, then all agree)%n",
                        bytes / 1_000_000, taken, recovered, ready, reconciled, first.awaitExit());
            }
        }
    }

    private static boolean agrees(String jdbcUrl) {
        try {
            return town.reconciled(jdbcUrl).awaitExit() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void check(String what) throws Exception {
        load.end();
        System.out.println("[resilience] " + what + ": " + aftermath.check());
    }

    private void stay(int shortSeconds, int longSeconds) throws InterruptedException {
        Thread.sleep(1_000L * Scale.times(shortSeconds, longSeconds));
    }

    /** Until what happened has been heard of everywhere. */
    private void settle() throws Exception {
        Aftermath.seconds("the outbox is drained", Scale.bound(60), () -> waiting() == 0);
        new Replay(town.kafka.bootstrap(), random)
                .awaitCaughtUp(List.of("gatekeeper-technicaltest", "gatekeeper-release"), Scale.bound(60));
        Aftermath.seconds("and still is", Scale.bound(60), () -> waiting() == 0);
    }

    private void assertUnreachable() {
        try {
            town.postgres.connect().close();
            throw new AssertionError("PostgreSQL still answers");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
        }
    }

    private void awaitRefusals(int before) throws InterruptedException {
        Aftermath.seconds("calls are answered 503", Scale.bound(20), () -> load.unavailable.get() > before);
    }

    private long waiting() {
        try {
            return count("SELECT count(*) FROM outbox");
        } catch (SQLException e) {
            return -1;
        }
    }

    private long count(String query) throws SQLException {
        return Long.parseLong(aftermath.strings("SELECT (" + query + ")::text").get(0));
    }
}
