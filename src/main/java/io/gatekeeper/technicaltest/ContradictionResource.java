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

/** Where two laboratories contradict each other, and officers decide. */
@Path("/v1/technical-tests/{id}/contradiction")
@Produces(MediaType.APPLICATION_JSON)
class ContradictionResource {

    private final Caller caller;
    private final DecideContradiction contradictions;

    ContradictionResource(Caller caller, DecideContradiction contradictions) {
        this.caller = caller;
        this.contradictions = contradictions;
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    public Response read(@PathParam("id") String id) {
        return answer(contradictions.read(TestId.parse(id)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response decide(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid DecideContradiction.Decision body) {
        return answer(contradictions.decide(TestId.parse(id), body, Actor.of(caller), ifMatch));
    }

    private static Response answer(ContradictionView view) {
        return Response.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
