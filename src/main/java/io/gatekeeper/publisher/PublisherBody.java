package io.gatekeeper.publisher;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * The body that registers or amends a publisher.
 *
 * @param aliases all other names of it; one that is left out no longer means this publisher. Absent: none.
 */
record PublisherBody(
        @NotBlank(message = "must name the publisher") @Size(max = 200, message = "must not be longer than 200")
        String name,

        @Size(max = 100, message = "must not be more than 100")
        List<@NotBlank(message = "must be a name") @Size(max = 200, message = "must not be longer than 200") String>
                aliases) {

    PublisherBody {
        aliases = aliases == null ? List.of() : aliases;
    }
}
