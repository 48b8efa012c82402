package io.gatekeeper.publisher;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The body of every call that ends something: why. */
record ReasonBody(
        @NotBlank(message = "must say why") @Size(max = 2_000, message = "must not be longer than 2000")
        String reason) {}
