package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.ArtifactStored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A file has arrived: the cases that waited for it go on, and it is screened for all that are open. */
@ApplicationScoped
class ReceiveFile {

    static final int BATCH = 100;

    /**
     * A file and a case that are stored at the same time do not see each other. By now every transaction of that time has
     * ended, because none lasts as long.
     */
    private static final Duration UNTIL_THE_SECOND_LOOK = Duration.ofMinutes(3);

    private final TestRows tests;
    private final ScreeningQueue screenings;
    private final FileArrivals arrivals;
    private final TestChanges changes;
    private final Clock clock;

    ReceiveFile(TestRows tests, ScreeningQueue screenings, FileArrivals arrivals, TestChanges changes, Clock clock) {
        this.tests = tests;
        this.screenings = screenings;
        this.arrivals = arrivals;
        this.changes = changes;
        this.clock = clock;
    }

    /** In the transaction that records the file, so that whoever is told of it may rely on what follows. */
    void arrived(@Observes ArtifactStored stored) {
        Instant now = clock.instant();
        goOn(stored.sha256(), now);
        arrivals.remember(stored.sha256(), now.plus(UNTIL_THE_SECOND_LOOK));
    }

    /** @return how many files were looked at; fewer than {@value #BATCH} means that none is left */
    @Transactional
    int lookAgain(Instant now) {
        List<String> files = arrivals.take(now, BATCH);
        files.forEach(sha256 -> goOn(sha256, now));
        return files.size();
    }

    private void goOn(String sha256, Instant now) {
        List<TestRow> waiting = tests.notScreenedLocked(sha256);
        for (TestRow test : waiting) {
            changes.record(test, TestEventRow.What.ARTIFACT_RECEIVED, Actor.GATE, null, now);
            if (test.life() instanceof TestLife.AwaitingArtifact awaiting) {
                test.become(awaiting.toOpened());
                changes.announce(test, Announcement.ARTIFACT_RECEIVED, changes.contentsOf(test), now);
            }
            test.toBeScreened();
        }
        screenings.ask(waiting.stream().map(test -> test.id).toList(), now);
    }
}
