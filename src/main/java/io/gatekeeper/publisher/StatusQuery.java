package io.gatekeeper.publisher;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/** The body that asks for the status of many publishers at once. */
record StatusQuery(
        @NotNull(message = "is missing") @Size(min = 1, max = 5_000, message = "must be 1 to 5000")
        List<String> publisherIds,

        Instant asOf,
        Instant knownAt) {}
