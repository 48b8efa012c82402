package io.gatekeeper.bench;

import java.sql.SQLException;

/** Under which conditions a table came about. */
final class Conditions {

    private Conditions() {}

    static String of(Stage stage, double took) throws SQLException {
        Settings settings = stage.settings();
        long gate = stage.surroundings().gate().pid();
        return """
                Median of %d round%s of %.0f s a cell; %s.
                Peak resident memory of the gate: %d MiB (%s; %d MiB at the end).
                PostgreSQL %s: fsync %s, synchronous_commit %s, full_page_writes %s, shared_buffers %s; %,d requests, %,d open.
                %d processors (%s), Linux %s, Java %s; the whole run took %.0f s.
                """.formatted(
                settings.rounds(),
                settings.rounds() == 1 ? "" : "s",
                settings.seconds(),
                stage.results().isNoisy()
                        ? "NOISY: a yardstick differed by more than 1.3 between before and after"
                        : "not noisy",
                Kernel.peakResidentMebibytes(gate),
                settings.flags(),
                Kernel.residentMebibytes(gate),
                stage.twoInserts().show("server_version"),
                stage.twoInserts().show("fsync"),
                stage.twoInserts().show("synchronous_commit"),
                stage.twoInserts().show("full_page_writes"),
                stage.twoInserts().show("shared_buffers"),
                stage.ledger().number("SELECT count(*) FROM release_request"),
                stage.ledger().number("SELECT count(*) FROM release_request WHERE state IN ('HELD', 'CLEARED')"),
                Runtime.getRuntime().availableProcessors(),
                Kernel.processor(),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                took);
    }
}
