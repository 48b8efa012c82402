package io.gatekeeper.publisher;

/** Which days the term of a technical test counts. */
public enum TestDays {
    CALENDAR_DAYS,
    /** By the State Council's calendar of the year, make-up days included. */
    WORKING_DAYS
}
