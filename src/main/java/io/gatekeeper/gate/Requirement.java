package io.gatekeeper.gate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

    /**
     * Not proved, and for a time two officers do not insist on it. Only the wait for a verdict can be waived, nothing that
     * somebody has found or imposed.
     *
     * @param original what the release would be held for
     */
    record Waived(Unsatisfied original, Waiver waiver) implements Requirement {

        private static final Set<Code> WAIVABLE = EnumSet.of(Code.GUIDANCE_TEST_PASSED, Code.SECTOR_REVIEW_TEST_PASSED);

        public Waived {
            if (!WAIVABLE.contains(original.code())) {
                throw new IllegalArgumentException(original.code() + " is never waived");
            }
        }

        @Override
        public Code code() {
            return original.code();
        }
    }
}
