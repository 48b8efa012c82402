package io.gatekeeper.technicaltest;

/** Whether a technical test waits for the file it is about. */
enum FileRule {
    /** A case without its file waits for it: the laboratories look at files that came through the gate, and at no others. */
    REQUIRED,
    /** A case goes to the laboratories without its file, which then come by it in another way. */
    OPTIONAL
}
