package io.gatekeeper.publisher;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The body of an officer's order that imposes a measure. */
record MeasureOrder(
        @NotNull(message = "is missing") String publisherId,
        @NotNull(message = "is missing") MeasureType type,
        @NotNull(message = "is missing") MeasureRow.Channel channel,

        @NotBlank(message = "must name the legal basis") @Size(max = 500, message = "must not be longer than 500")
        String legalBasis,

        @NotBlank(message = "must say why") @Size(max = 2_000, message = "must not be longer than 2000")
        String reason) {}
