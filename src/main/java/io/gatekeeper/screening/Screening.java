package io.gatekeeper.screening;

import io.gatekeeper.screening.file.FileLimits;
import io.gatekeeper.screening.file.PackageFacts;
import io.gatekeeper.screening.file.PackageFile;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Screens one file under test: reads it once, looks for all indicators meanwhile, and says what it found. */
@Startup
@ApplicationScoped
public class Screening {

    private static final Logger LOG = Logger.getLogger(Screening.class);

    private final Clock clock;
    private final Optional<Path> directory;
    private IndicatorSets sets;

    /** @throws IndicatorSetException and does not start when a set of the operator is not as it should be */
    Screening(Clock clock, ScreeningConfig config) {
        this.clock = clock;
        this.directory = config.indicatorDirectory();
        if (directory.isPresent()) {
            sets();
        }
    }

    /** Those of an operator are read at the start, so that they can refuse it; the built-in one is not waited for. */
    private synchronized IndicatorSets sets() {
        if (sets == null) {
            sets = IndicatorSets.load(directory);
            sets.all()
                    .forEach(set -> LOG.infof(
                            "Indicator set %s, from %s, %d indicators, sha256 %s",
                            set.version(), set.effectiveFrom(), set.indicators().size(), set.digest()));
        }
        return sets;
    }

    /**
     * The report of a file. No content leads to an exception: what cannot be read is a finding. One call takes as long as
     * {@link FileLimits#timeout} at most, and the memory of the largest part of a package that is read as a whole.
     *
     * @param file left open; its position is moved
     * @param subject what the file is said to be
     * @param declared what the publisher declares of it
     * @param previous the app's last passed artifact, when there is one
     */
    public ScreeningReport screen(
            SeekableByteChannel file, Subject subject, Declared declared, Optional<PassedArtifact> previous) {
        Instant screenedAt = clock.instant();
        return screen(file, sets().at(screenedAt), screenedAt, subject, declared, previous);
    }

    static ScreeningReport screen(
            SeekableByteChannel file,
            Indicators indicators,
            Instant screenedAt,
            Subject subject,
            Declared declared,
            Optional<PassedArtifact> previous) {
        long startedAt = System.nanoTime();
        MarkFinder.Search search = indicators.search();
        PackageFacts facts = PackageFile.read(file, FileLimits.DEFAULT, search);
        Sighting sighting = Sighting.of(facts, search.seen(), subject, declared, previous);
        long tookMillis = Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
        return Reports.of(indicators, sighting, screenedAt, tookMillis);
    }
}
