package io.gatekeeper.screening;

/** How much a finding of the screening weighs; what it means for the verdict is the laboratory's to say. */
public enum Severity {
    MINOR,
    MAJOR,
    CRITICAL
}
