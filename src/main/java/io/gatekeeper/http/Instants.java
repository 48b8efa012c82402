package io.gatekeeper.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Instants as the contract writes them: RFC 3339 with an offset, of the years 1970 to 9999, to the microsecond. */
public final class Instants {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Instants() {}

    /** Empty when the text is no such instant. PostgreSQL keeps microseconds, so that is what comes back. */
    public static Optional<Instant> parse(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            return instant.isBefore(FIRST) || instant.isAfter(LAST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A query parameter; empty when it was not given, a problem answer when it is no instant. */
    public static Optional<Instant> parameter(String name, String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parse(text)
                .orElseThrow(() -> ProblemException.invalid(name, "must be an instant such as 2021-11-24T07:00:00Z")));
    }
}
