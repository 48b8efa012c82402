package io.gatekeeper.publisher;

/** What a regulator puts on a publisher. */
public enum MeasureType {
    /** 过渡性的行政指导措施: every new release needs a passed technical test. */
    TRANSITIONAL_GUIDANCE,
    /** No new release at all. */
    LISTING_BAN
}
