package io.gatekeeper.screening;

/** A field of questions that a shorter test of a small difference looks at. */
public enum CheckTopic {
    /** Who signed it, and what else changed with the key. */
    IDENTITY,
    /** What new permissions are asked for, when, and what happens on refusal. */
    PERMISSIONS,
    /** What new components of third parties do, and whether they are disclosed. */
    SDKS,
    /** What is collected and shared, against the two lists. */
    PERSONAL_INFORMATION,
    /** What new components start, open to others or keep running. */
    COMPONENTS,
    /** Code or behaviour that comes from elsewhere after the test. */
    BEHAVIOUR
}
