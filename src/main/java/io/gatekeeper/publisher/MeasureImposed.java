package io.gatekeeper.publisher;

/** Fired in the transaction that imposes a measure, for those who count them once it has committed. */
record MeasureImposed(MeasureType type, By by) {

    enum By {
        OFFICER,
        COUNT
    }
}
