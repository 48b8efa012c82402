package io.gatekeeper.technicaltest;

import io.gatekeeper.technicaltest.plan.PlanResult;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Results of many items of a test plan in one call.
 *
 * @param results of single items, or null
 * @param rest    for every item without a result of its own, or null
 */
record NewPlanResults(
        @Size(max = 200) List<@NotNull @Valid NewItemResult> results,
        @Valid NewRest rest) {

    /** @param note needed for what failed */
    record NewItemResult(
            @NotBlank @Size(max = 40) String item,
            @NotNull PlanResult result,
            @Size(max = 10_000) String note,
            @Size(max = 20) List<RecordFinding.@NotNull @Valid NewEvidence> evidence) {}

    /**
     * @param result      never {@code FAIL}: what failed is named
     * @param attestation what the laboratory says it did to know
     */
    record NewRest(
            @NotNull PlanResult result,
            @NotBlank @Size(max = 10_000) String attestation) {}
}
