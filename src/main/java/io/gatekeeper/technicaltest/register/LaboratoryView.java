package io.gatekeeper.technicaltest.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A laboratory as the register has it, or had it.
 *
 * @param version 1 for the first; every amendment is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LaboratoryView(
        String laboratory,
        long version,
        String name,
        Integer capacity,
        List<LaboratoryBody.Affiliation> affiliations,
        Instant amendedAt,
        String amendedBy) {}
