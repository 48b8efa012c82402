package io.gatekeeper.screening;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The indicators of all sets in force, ready to be looked for together; of two with one id the later set's counts. */
final class Indicators {

    private final String version;
    private final List<Indicator> all;
    private final MarkFinder finder;

    Indicators(List<IndicatorSet> sets) {
        this.version = sets.stream().map(IndicatorSet::version).collect(Collectors.joining("+"));
        Map<String, Indicator> byId = new LinkedHashMap<>();
        sets.forEach(set -> set.indicators().forEach(one -> byId.put(one.id(), one)));
        this.all = List.copyOf(byId.values());
        Set<Mark> marks = new HashSet<>();
        all.forEach(one -> one.all().forEach(condition -> addMarks(condition, marks)));
        this.finder = new MarkFinder(marks);
    }

    private static void addMarks(Condition condition, Set<Mark> marks) {
        if (condition instanceof Condition.Seen seen) {
            marks.add(seen.mark());
        } else if (condition instanceof Condition.Not not) {
            addMarks(not.of(), marks);
        }
    }

    String version() {
        return version;
    }

    List<Indicator> all() {
        return all;
    }

    /** Every SDK that an indicator knows, once. */
    Collection<EmbeddedSdk> knownSdks() {
        return all.stream().map(Indicator::sdk).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    MarkFinder.Search search() {
        return finder.search();
    }
}
