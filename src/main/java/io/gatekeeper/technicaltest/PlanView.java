package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.publisher.ProblemCode;
import io.gatekeeper.technicaltest.plan.PlanItem;
import io.gatekeeper.technicaltest.plan.PlanProgress;
import io.gatekeeper.technicaltest.plan.PlanResult;
import io.gatekeeper.technicaltest.plan.Recorded;
import io.gatekeeper.technicaltest.plan.TestPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The plan of a case as the contract shows it. Results a viewer may not see are absent.
 *
 * @param complete whether every item has a result
 * @param open     the items without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanView(
        UUID testId,
        String edition,
        Instant effectiveFrom,
        List<String> standards,
        Boolean complete,
        List<String> open,
        List<Item> items) {

    /** @param attested whether the result is that of the rest, and no one's own */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String item,
            PlanItem.Title title,
            List<ProblemCode> problems,
            String source,
            PlanResult result,
            Boolean attested,
            String note,
            List<FindingRow.Evidence> evidence,
            String by,
            Instant recordedAt) {

        static Item of(PlanItem item, Optional<Recorded<FindingRow.Evidence>> recorded) {
            return new Item(
                    item.item(),
                    item.title(),
                    item.problems(),
                    item.source(),
                    recorded.map(Recorded::result).orElse(null),
                    recorded.map(each -> each.item().equals(Recorded.REST)).orElse(null),
                    recorded.map(Recorded::note).orElse(null),
                    recorded.map(Recorded::evidence).orElse(null),
                    recorded.map(Recorded::by).orElse(null),
                    recorded.map(Recorded::recordedAt).orElse(null));
        }
    }

    static PlanView withResults(UUID testId, TestPlan plan, PlanProgress<FindingRow.Evidence> progress) {
        return new PlanView(
                testId,
                plan.edition(),
                plan.effectiveFrom(),
                plan.standards(),
                progress.open().isEmpty(),
                progress.open(),
                progress.items().stream()
                        .map(item -> Item.of(item, progress.of(item)))
                        .toList());
    }

    static PlanView withoutResults(UUID testId, TestPlan plan, String os) {
        return new PlanView(
                testId,
                plan.edition(),
                plan.effectiveFrom(),
                plan.standards(),
                null,
                null,
                plan.itemsFor(os).stream()
                        .map(item -> Item.of(item, Optional.empty()))
                        .toList());
    }
}
