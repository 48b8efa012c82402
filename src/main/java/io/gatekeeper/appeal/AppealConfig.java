package io.gatekeeper.appeal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The terms of appeals. */
@ConfigMapping(prefix = "gatekeeper.appeal")
interface AppealConfig {

    /** How long after a decision a publisher may appeal it. */
    @WithDefault("P30D")
    Duration term();

    /** By when officers decide an appeal. */
    @WithDefault("P15D")
    Duration decisionTerm();
}
