package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;

/**
 * Says when a verdict may be expected, by the cases of the same operating system that were concluded last.
 *
 * <p>They are measured once a minute and kept in memory, so that an answer costs no statement of its own.
 */
@ApplicationScoped
class Expectations {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** How many concluded cases of a kind are looked at. */
    private static final int MOST = 200;

    private record Pace(DurationSample whole, DurationSample examination) {}

    private record Measured(Map<String, Pace> paces, long atNanos) {}

    private final Session database;
    private final AtomicReference<Measured> measured = new AtomicReference<>();

    Expectations(Session database) {
        this.database = database;
    }

    /** Empty when too few cases were concluded, when the case is closed, and while its clock stands: nobody knows until when. */
    Optional<Expected> of(Progress progress, Instant now) {
        return switch (progress.state()) {
            case OPENED, AWAITING_ARTIFACT, SCREENED, QUEUED ->
                pace(progress.os())
                        .flatMap(pace -> pace.whole()
                                .after(
                                        progress.openedAt().plusMillis(progress.stoodMillis()),
                                        now,
                                        Expected.Stage.WHOLE,
                                        progress.os()));
            case IN_TEST ->
                progress.claimedAt() == null
                        ? Optional.empty()
                        : pace(progress.os())
                                .flatMap(pace -> pace.examination()
                                        .after(progress.claimedAt(), now, Expected.Stage.EXAMINATION, progress.os()));
            case AWAITING_PUBLISHER, CONTRADICTED, PASSED, FAILED, CANCELLED -> Optional.empty();
        };
    }

    private Optional<Pace> pace(String os) {
        Measured known = measured.get();
        long now = System.nanoTime();
        if (known == null || now - known.atNanos() > REMEMBERED.toNanos()) {
            known = new Measured(measure(), now);
            measured.set(known);
        }
        return Optional.ofNullable(known.paces().get(os));
    }

    /** Has the next answer measure anew. */
    void forget() {
        measured.set(null);
    }

    private Map<String, Pace> measure() {
        List<Tuple> rows =
                database.createNativeQuery("""
                        SELECT k.os, t.whole, t.examination
                          FROM (VALUES ('ANDROID'), ('IOS'), ('HARMONYOS')) AS k(os)
                         CROSS JOIN LATERAL (
                               SELECT (extract(epoch FROM c.concluded_at - c.opened_at) * 1000)::bigint - c.stood_millis AS whole,
                                      (extract(epoch FROM c.concluded_at - c.claimed_at) * 1000)::bigint AS examination
                                 FROM technical_test c
                                WHERE c.os = k.os AND c.concluded_at IS NOT NULL
                                ORDER BY c.concluded_at DESC LIMIT %d) t
                        """.formatted(MOST), Tuple.class).getResultList();
        Map<String, List<Long>> whole = new HashMap<>();
        Map<String, List<Long>> examination = new HashMap<>();
        for (Tuple row : rows) {
            String os = row.get("os", String.class);
            whole.computeIfAbsent(os, any -> new ArrayList<>()).add(row.get("whole", Long.class));
            // One claimed before that instant was kept tells nothing of its examination.
            Optional.ofNullable(row.get("examination", Long.class))
                    .ifPresent(millis -> examination
                            .computeIfAbsent(os, any -> new ArrayList<>())
                            .add(millis));
        }
        Map<String, Pace> paces = new HashMap<>();
        whole.forEach((os, millis) -> paces.put(
                os, new Pace(new DurationSample(millis), new DurationSample(examination.getOrDefault(os, List.of())))));
        return paces;
    }
}
