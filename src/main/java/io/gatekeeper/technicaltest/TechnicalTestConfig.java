package io.gatekeeper.technicaltest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The terms of a technical test that no policy sets; the test's own term comes with the request. */
@ConfigMapping(prefix = "gatekeeper.technical-test")
interface TechnicalTestConfig {

    /** Whether a case waits for its file; in either case a file that is there is screened first. */
    @WithDefault("OPTIONAL")
    FileRule file();

    /** How long a claim lasts until it is renewed. */
    @WithDefault("PT8H")
    Duration claimLease();

    /** How long a new case is offered to others than the laboratory that concluded its publisher's latest. */
    @WithDefault("PT4H")
    Duration rotation();

    /** How long a publisher has to answer. */
    @WithDefault("P5D")
    Duration answerTerm();

    /** How long a regulator has to act on what was escalated. */
    @WithDefault("P1D")
    Duration escalationTerm();

    Screening screening();

    Fetching fetching();

    /** How much of the machine the fetching of files may take. */
    interface Fetching {

        /** Files one replica fetches at the same time. */
        @WithDefault("2")
        int atOnce();

        /** After this another replica takes it up; longer than {@code gatekeeper.artifacts.locations.time-limit}. */
        @WithDefault("PT35M")
        Duration lease();
    }

    /** How much of the machine the screening of files may take. */
    interface Screening {

        /** Files under screening on one replica; each may take some hundred megabytes for a moment. */
        @WithDefault("1")
        int atOnce();

        /** After this a screening is broken off, whatever it is at; the reader of files has limits of its own before. */
        @WithDefault("PT2M")
        Duration timeLimit();
    }
}
