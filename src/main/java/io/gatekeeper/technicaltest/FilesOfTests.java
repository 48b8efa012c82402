package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.Artifacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Knows which cases have their file, and so where a case begins: with the screening, the wait, or the queue. */
@ApplicationScoped
class FilesOfTests {

    private final Artifacts artifacts;
    private final ScreeningQueue screenings;
    private final ScreeningFacts facts;
    private final FetchQueue fetches;
    private final TechnicalTestConfig config;

    FilesOfTests(
            Artifacts artifacts,
            ScreeningQueue screenings,
            ScreeningFacts facts,
            FetchQueue fetches,
            TechnicalTestConfig config) {
        this.artifacts = artifacts;
        this.screenings = screenings;
        this.facts = facts;
        this.fetches = fetches;
        this.config = config;
    }

    /** Of these digests those whose files have arrived, as far as this transaction sees. */
    Set<String> arrived(Collection<String> digests) {
        return artifacts.stored(digests);
    }

    TestLife.Open begin(TestLife.Opened opened, boolean fileHasArrived) {
        if (fileHasArrived) {
            return opened;
        }
        return switch (config.file()) {
            case REQUIRED -> opened.toAwaitingArtifact();
            case OPTIONAL -> opened.toQueued();
        };
    }

    /** Has files fetched from where release requests say they are; one that is there meanwhile is found there. */
    void fetch(List<UUID> tests, Instant now) {
        fetches.ask(tests, now);
    }

    /**
     * Has the files of those screened anew of which something else is declared than they are screened against, or were;
     * unless two laboratories have looked at them by then.
     */
    void screenAnew(List<TestRow> shared, Instant now) {
        List<TestRow> examined = shared.stream()
                .filter(test -> test.state() != TestState.CONTRADICTED)
                .distinct()
                .toList();
        for (TestRow outdated : facts.outdated(examined)) {
            screenings.askAnew(outdated.id, now);
            outdated.toBeScreened();
        }
    }

    /** Has the files of those screened that begin with it. */
    void screen(List<TestRow> begun, Instant now) {
        List<UUID> opened = begun.stream()
                .filter(test -> test.state() == TestState.OPENED)
                .map(test -> test.id)
                .toList();
        screenings.ask(opened, now);
    }
}
