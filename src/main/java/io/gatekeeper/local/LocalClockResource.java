package io.gatekeeper.local;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Reads and sets the clock of the default run, so that a story told with curl can let seven days pass. */
@Path("/local/clock")
@RolesAllowed(Role.Names.REGULATOR)
public class LocalClockResource {

    /** What the clock shows. */
    public record Reading(Instant now) {}

    /** How far the clock is to go, as an ISO 8601 duration such as {@code P7D}. */
    public record Step(Duration by) {}

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private final LocalClock clock;

    LocalClockResource(LocalClock clock) {
        this.clock = clock;
    }

    @GET
    public Reading read() {
        return new Reading(clock.instant());
    }

    @PUT
    public Reading set(Reading reading) {
        if (reading == null || reading.now() == null) {
            throw ProblemException.invalid("/now", "is missing");
        }
        clock.set(withinReach(reading.now(), "/now"));
        return read();
    }

    @POST
    @Path("/advance")
    public Reading advance(Step step) {
        if (step == null || step.by() == null) {
            throw ProblemException.invalid("/by", "is missing");
        }
        try {
            withinReach(clock.instant().plus(step.by()), "/by");
        } catch (DateTimeException | ArithmeticException e) {
            throw ProblemException.invalid("/by", "leads out of the years 2000 to 2099");
        }
        clock.advance(step.by());
        return read();
    }

    // Wide enough for every story, and within what every column and every sum of a deadline can hold.
    private static Instant withinReach(Instant instant, String pointer) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw ProblemException.invalid(pointer, "leads out of the years 2000 to 2099");
        }
        return instant;
    }
}
