package io.gatekeeper.gate;

import java.util.List;

/** One predicate that has to be proved true before a release is published, with what the gate found of it. */
public sealed interface Requirement {

    /** What has to be true. */
    enum Code {
        POLICY_IN_EFFECT,
        PUBLISHER_REGISTERED,
        NO_LISTING_BAN,
        ARTIFACT_NOT_FAILED,
        GUIDANCE_TEST_PASSED,
        SECTOR_REVIEW_TEST_PASSED,
        FILING_NUMBER_PRESENT
    }

    Code code();

    /** Proved true. @param proof what proves it, for the officer who has to explain the decision next year */
    record Satisfied(Code code, String proof) implements Requirement {}

    /** Proved false, or not proved at all; either way the release is held. */
    record Unsatisfied(Code code, List<Reason> reasons) implements Requirement {}
}
