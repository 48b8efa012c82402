package io.gatekeeper.publisher;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;

/**
 * The body that records a review window.
 *
 * @param to the first instant that is no longer in it
 */
record ReviewWindowBody(
        @NotNull(message = "is missing") Instant from,
        @NotNull(message = "is missing") Instant to,

        @NotNull(message = "is missing") @Size(min = 1, message = "must name a kind of release")
        Set<@NotNull(message = "must not be null") ReleaseKind> kinds,

        @NotBlank(message = "must say why") @Size(max = 2_000, message = "must not be longer than 2000")
        String reason) {}
