package io.gatekeeper.gate;

/** The gate's answer. */
public enum Outcome {
    PUBLISH,
    HOLD
}
