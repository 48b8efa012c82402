package io.gatekeeper.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patiently what is stored is compared. */
@ConfigMapping(prefix = "gatekeeper.reconciliation")
interface ReconciliationConfig {

    /** How often the periodic check looks, in the scheduler's words; {@code off} for never. */
    String every();

    /** How long after the start it begins. */
    Duration delay();

    /** How long what one side has done may be unknown to the other: a busy broker is no disagreement. */
    @WithDefault("PT15M")
    Duration grace();

    /** How long the command waits before it looks at what it found once more. */
    @WithDefault("PT10S")
    Duration secondLook();
}
