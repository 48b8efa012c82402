package io.gatekeeper.gate;

/** What helps against a hold. */
public enum Recourse {
    /** Time or somebody else's work; resubmitting changes nothing. */
    WAIT,
    /** The submitter or publisher has to change or supply something. */
    FIX,
    /** An authority has to confirm a fact. */
    CONFIRM,
    /** Only a decision of the authority frees it; the publisher may ask for one. */
    APPEAL
}
