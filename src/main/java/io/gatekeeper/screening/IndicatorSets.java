package io.gatekeeper.screening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The built-in set and those an operator added, each from its day on. */
final class IndicatorSets {

    private static final ZoneId REGIME = ZoneId.of("Asia/Shanghai");
    private static final int MAX_SETS = 100;

    private final List<IndicatorSet> all;
    private volatile Indicators current;
    private volatile List<IndicatorSet> inForce = List.of();

    private IndicatorSets(List<IndicatorSet> all) {
        this.all = all;
    }

    /**
     * @param directory holds a directory for each set; one that is broken or empty is refused, and so is an empty directory
     * @throws IndicatorSetException with a sentence that says what is wrong and where
     */
    static IndicatorSets load(Optional<Path> directory) {
        Vocabulary vocabulary = new Vocabulary();
        List<IndicatorSet> sets = new ArrayList<>();
        sets.add(IndicatorSetReader.read(SetFiles.builtIn(), vocabulary));
        directory.ifPresent(path -> directories(path)
                .forEach(one -> sets.add(IndicatorSetReader.read(SetFiles.in(one), Vocabulary.basedOn(vocabulary)))));
        Set<String> versions = new HashSet<>();
        for (IndicatorSet set : sets) {
            if (!versions.add(set.version())) {
                throw new IndicatorSetException("There are two indicator sets of the version " + set.version() + ".");
            }
        }
        sets.sort(Comparator.comparing(IndicatorSet::effectiveFrom).thenComparing(IndicatorSet::version));
        return new IndicatorSets(List.copyOf(sets));
    }

    private static List<Path> directories(Path directory) {
        try (Stream<Path> inside = Files.list(directory)) {
            List<Path> sets = inside.filter(Files::isDirectory)
                    .sorted()
                    .limit(MAX_SETS + 1L)
                    .toList();
            if (sets.isEmpty() || sets.size() > MAX_SETS) {
                throw new IndicatorSetException("The indicator directory " + directory + " is to hold 1 to " + MAX_SETS
                        + " directories, one for each set.");
            }
            return sets;
        } catch (IOException e) {
            throw new IndicatorSetException("The indicator directory " + directory + " cannot be read: " + e + ".", e);
        }
    }

    List<IndicatorSet> all() {
        return all;
    }

    /** Those in force at that instant, made ready once for all files until another set comes into force. */
    Indicators at(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, REGIME);
        List<IndicatorSet> sets =
                all.stream().filter(set -> !set.effectiveFrom().isAfter(day)).toList();
        if (sets.isEmpty()) {
            // Before the first day of any; with none at all every file would pass.
            sets = all.subList(0, 1);
        }
        return ready(sets);
    }

    private synchronized Indicators ready(List<IndicatorSet> sets) {
        if (!sets.equals(inForce)) {
            current = new Indicators(sets);
            inForce = sets;
        }
        return current;
    }
}
