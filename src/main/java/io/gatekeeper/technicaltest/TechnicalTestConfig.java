package io.gatekeeper.technicaltest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The terms of a technical test that no policy sets; the test's own term comes with the request. */
@ConfigMapping(prefix = "gatekeeper.technical-test")
interface TechnicalTestConfig {

    /** How long a claim lasts until it is renewed. */
    @WithDefault("PT8H")
    Duration claimLease();

    /** How long a publisher has to answer. */
    @WithDefault("P5D")
    Duration answerTerm();

    /** How long a regulator has to act on what was escalated. */
    @WithDefault("P1D")
    Duration escalationTerm();
}
