package io.gatekeeper.gate;

import java.util.List;

/**
 * One reason of a hold.
 *
 * @param problems problem codes (for example {@code PERM_EXCESS}) where a failed test is the reason, else empty
 */
public record Reason(HoldReason code, List<String> problems) {

    static Reason of(HoldReason code) {
        return new Reason(code, List.of());
    }
}
