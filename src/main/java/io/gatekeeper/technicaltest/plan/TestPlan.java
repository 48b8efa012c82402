package io.gatekeeper.technicaltest.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One edition of the test plan.
 *
 * @param edition       its name, which a case keeps for good
 * @param effectiveFrom cases that open from then on follow it, until the next edition
 * @param standards     what it was written from
 */
public record TestPlan(
        @JsonProperty(required = true) String edition,
        @JsonProperty(required = true) Instant effectiveFrom,
        @JsonProperty(required = true) List<String> standards,
        @JsonProperty(required = true) List<PlanItem> items) {

    public TestPlan {
        standards = List.copyOf(standards);
        items = List.copyOf(items);
        Set<String> names = new HashSet<>();
        if (items.isEmpty() || !items.stream().allMatch(each -> names.add(each.item()))) {
            throw new IllegalArgumentException("the items of test plan " + edition + " are none, or not each another");
        }
    }

    /** The checks of an app for this operating system. */
    public List<PlanItem> itemsFor(String os) {
        return items.stream().filter(item -> item.isFor(os)).toList();
    }
}
