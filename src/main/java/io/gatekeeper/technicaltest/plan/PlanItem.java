package io.gatekeeper.technicaltest.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatekeeper.publisher.ProblemCode;
import java.util.List;
import java.util.Set;

/**
 * One check of the test plan.
 *
 * @param item     its name within the plan: the part of the standard and a number, for example {@code 078.4-2}
 * @param problems what it can find
 * @param source   the standard it is a check of, with its year
 * @param systems  the operating systems it is for; empty for all
 */
public record PlanItem(
        @JsonProperty(required = true) String item,
        @JsonProperty(required = true) Title title,
        @JsonProperty(required = true) List<ProblemCode> problems,
        @JsonProperty(required = true) String source,
        Set<String> systems) {

    /** What is checked, in both languages. */
    public record Title(
            @JsonProperty(required = true) String en,
            @JsonProperty(required = true) String zh) {}

    public PlanItem {
        if (item.isBlank() || title.en().isBlank() || title.zh().isBlank() || source.isBlank() || problems.isEmpty()) {
            throw new IllegalArgumentException("item " + item + " of a test plan is incomplete");
        }
        problems = List.copyOf(problems);
        systems = systems == null ? Set.of() : Set.copyOf(systems);
    }

    boolean isFor(String os) {
        return systems.isEmpty() || systems.contains(os);
    }
}
