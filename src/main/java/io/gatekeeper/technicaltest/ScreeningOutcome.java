package io.gatekeeper.technicaltest;

/** What the automatic screening said of a file, in one word; what it found is confidential. */
public enum ScreeningOutcome {
    /** Read to its end, and nothing was found that stands against a pass. */
    CLEAN,
    /** Read to its end, and something was found for the laboratory to judge. */
    FINDINGS,
    /** Not read to its end: what it holds is unknown. */
    FAILED
}
