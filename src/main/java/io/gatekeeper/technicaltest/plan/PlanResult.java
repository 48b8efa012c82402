package io.gatekeeper.technicaltest.plan;

/** What an item of the test plan came to. */
public enum PlanResult {
    PASS,
    /** Stands against a pass until a later result of the same item takes its place. */
    FAIL,
    /** The app has nothing the item speaks of. */
    NOT_APPLICABLE
}
