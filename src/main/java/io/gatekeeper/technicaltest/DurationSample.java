package io.gatekeeper.technicaltest;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * How long concluded cases took, without the time their clocks stood.
 *
 * <p>Of a case that has been under way for a while only those count that took longer: whoever has waited six days is not
 * told that half of all cases are done on the third.
 */
final class DurationSample {

    /** With fewer there is no saying what is usual. */
    static final int FEWEST = 10;

    private final long[] sortedMillis;

    DurationSample(Collection<Long> millis) {
        sortedMillis = millis.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /**
     * @param start   from when the time of the case is counted, moved by what its clock stood
     * @param present where its clock stands
     */
    Optional<Expected> after(Instant start, Instant present, Expected.Stage stage, String os) {
        int first = firstLongerThan(present.toEpochMilli() - start.toEpochMilli());
        int cases = sortedMillis.length - first;
        if (cases < FEWEST) {
            return Optional.empty();
        }
        return Optional.of(new Expected(
                start.plusMillis(quantile(first, 0.5)),
                start.plusMillis(quantile(first, 0.1)),
                start.plusMillis(quantile(first, 0.9)),
                new Expected.Basis(stage, os, cases)));
    }

    private long quantile(int first, double share) {
        return sortedMillis[first + (int) Math.round(share * (sortedMillis.length - 1 - first))];
    }

    private int firstLongerThan(long elapsed) {
        int found = Arrays.binarySearch(sortedMillis, elapsed + 1);
        if (found < 0) {
            return -found - 1;
        }
        // Of equal ones the search may find any.
        while (found > 0 && sortedMillis[found - 1] == sortedMillis[found]) {
            found--;
        }
        return found;
    }
}
