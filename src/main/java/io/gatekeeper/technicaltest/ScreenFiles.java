package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.Artifacts;
import io.gatekeeper.screening.Screening;
import io.gatekeeper.screening.ScreeningReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Screens the file of one case after the other: taken in one transaction, read outside of any, ended in another. */
@ApplicationScoped
class ScreenFiles {

    private static final Logger LOG = Logger.getLogger(ScreenFiles.class);

    /** What a lease has left after the time limit of the screening, for the two transactions about it. */
    private static final Duration AROUND_IT = Duration.ofMinutes(1);

    private final ScreeningQueue queue;
    private final ScreeningFacts facts;
    private final Artifacts artifacts;
    private final Screening screening;
    private final EndScreening end;
    private final TechnicalTestConfig config;
    private final Clock clock;

    ScreenFiles(
            ScreeningQueue queue,
            ScreeningFacts facts,
            Artifacts artifacts,
            Screening screening,
            EndScreening end,
            TechnicalTestConfig config,
            Clock clock) {
        this.queue = queue;
        this.facts = facts;
        this.artifacts = artifacts;
        this.screening = screening;
        this.end = end;
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    Optional<ScreeningQueue.Taken> take() {
        return queue.take(
                clock.instant(),
                clock.instant().plus(config.screening().timeLimit()).plus(AROUND_IT));
    }

    void screen(ScreeningQueue.Taken taken) {
        // One that every replica died over is not tried for ever.
        if (taken.attempt() > EndScreening.MOST_ATTEMPTS) {
            end.failed(taken, "Every attempt to screen the file ended without a word.");
            return;
        }
        Attempt attempt = attempt(facts.of(taken));
        if (attempt.report() != null) {
            end.reported(taken, attempt.report());
        } else {
            LOG.warnf(
                    "attempt %d to screen the file of technical test %s: %s",
                    taken.attempt(), taken.testId(), attempt.problem());
            end.failed(taken, attempt.problem());
        }
    }

    /** What an attempt led to: a report, or why there is none. */
    private record Attempt(ScreeningReport report, String problem) {

        static Attempt failed(String problem) {
            return new Attempt(null, problem);
        }
    }

    private Attempt attempt(ScreeningFacts.Gathered known) {
        try (WatchedFile file = new WatchedFile(artifacts.open(known.subject().sha256()));
                TimeLimit limit = TimeLimit.of(config.screening().timeLimit())) {
            ScreeningReport report = screening.screen(file, known.subject(), known.declared(), known.previous());
            if (limit.isOver()) {
                return Attempt.failed(
                        "The screening did not end within " + config.screening().timeLimit() + ".");
            }
            return file.hasFailed()
                    ? Attempt.failed("The store of files failed while the file was read.")
                    : new Attempt(report, null);
        } catch (IOException e) {
            LOG.warn("a file under test cannot be opened", e);
            return Attempt.failed("The store of files failed to give the file.");
        } catch (OutOfMemoryError | StackOverflowError e) {
            return Attempt.failed("The screening ran out of memory.");
        }
    }
}
