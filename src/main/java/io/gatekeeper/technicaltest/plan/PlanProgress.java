package io.gatekeeper.technicaltest.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far a laboratory has come with a plan: an item has its own result, else that of the rest, else none.
 *
 * @param <E> what evidence is
 */
public final class PlanProgress<E> {

    private final List<PlanItem> items;
    private final Map<String, Recorded<E>> results;

    /** @param latest the latest result of each item, and of the rest */
    public PlanProgress(List<PlanItem> items, Collection<Recorded<E>> latest) {
        this.items = items;
        this.results = latest.stream().collect(Collectors.toMap(Recorded::item, Function.identity()));
    }

    public List<PlanItem> items() {
        return items;
    }

    public Optional<Recorded<E>> of(PlanItem item) {
        return Optional.ofNullable(results.getOrDefault(item.item(), results.get(Recorded.REST)));
    }

    /** The names of the items that have no result yet. */
    public List<String> open() {
        return named(item -> of(item).isEmpty());
    }

    /** The names of the items that stand against a pass. */
    public List<String> failed() {
        return named(item ->
                of(item).filter(each -> each.result() == PlanResult.FAIL).isPresent());
    }

    private List<String> named(java.util.function.Predicate<PlanItem> which) {
        return items.stream().filter(which).map(PlanItem::item).toList();
    }
}
