package io.gatekeeper.technicaltest.register;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * The body that registers or amends a laboratory.
 *
 * @param capacity     how many cases it may hold at once; absent: any number; 0: none any more
 * @param affiliations all there are; one that is left out has ended. Absent: none.
 */
record LaboratoryBody(
        @NotBlank(message = "must name the laboratory") @Size(max = 200, message = "must not be longer than 200")
        String name,

        @Min(0) @Max(100_000) Integer capacity,

        @Size(max = 1_000, message = "must not be more than 1000")
        List<@NotNull @Valid Affiliation> affiliations) {

    LaboratoryBody {
        affiliations = affiliations == null ? List.of() : affiliations;
    }

    /** @param reason what ties the laboratory to the publisher: shares, a contract, a person */
    record Affiliation(
            @NotBlank String publisherId,
            @NotBlank @Size(max = 1_000) String reason) {}
}
