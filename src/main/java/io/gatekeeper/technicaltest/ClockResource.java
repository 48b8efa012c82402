package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The clock of a technical test: how it went, and more time from a regulator. */
@Path("/v1/technical-tests/{id}")
@Produces(MediaType.APPLICATION_JSON)
class ClockResource {

    private final Caller caller;
    private final ReadClock clocks;
    private final ExtendTest extensions;

    ClockResource(Caller caller, ReadClock clocks, ExtendTest extensions) {
        this.caller = caller;
        this.clocks = clocks;
        this.extensions = extensions;
    }

    @GET
    @Path("clock")
    @RolesAllowed({
        Role.Names.PLATFORM,
        Role.Names.PUBLISHER,
        Role.Names.LABORATORY,
        Role.Names.REGULATOR,
        Role.Names.AUDITOR
    })
    public Response read(@PathParam("id") String id) {
        ClockView clock = caller.is(Role.PLATFORM)
                ? clocks.seenByPlatform(caller.organisation(), TestId.parse(id))
                : clocks.seenBy(Viewer.of(caller), TestId.parse(id));
        return Response.ok(clock).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @POST
    @Path("extensions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response extend(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid ExtendTest.Extension body) {
        return TestAnswers.of(
                extensions.extend(TestId.parse(id), body, Actor.of(caller), ifMatch), Response.Status.CREATED);
    }
}
