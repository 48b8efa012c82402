package io.gatekeeper.technicaltest;

/** How much a finding weighs. */
enum Severity {
    /** Does not stand against a pass. */
    MINOR,
    MAJOR,
    CRITICAL;

    boolean standsAgainstAPass() {
        return this != MINOR;
    }
}
