package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What the automatic screening found in the file of a case. */
@Path("/v1/technical-tests/{id}/screening")
@Produces(MediaType.APPLICATION_JSON)
class ScreeningResource {

    private final Caller caller;
    private final ReadScreening reads;

    ScreeningResource(Caller caller, ReadScreening reads) {
        this.caller = caller;
        this.reads = reads;
    }

    @GET
    @RolesAllowed({Role.Names.LABORATORY, Role.Names.REGULATOR, Role.Names.AUDITOR, Role.Names.PUBLISHER})
    public Response one(@PathParam("id") String id, @QueryParam("purpose") String purpose) {
        Object shown = reads.of(TestId.parse(id), Viewer.of(caller), Purpose.of(purpose));
        return Response.ok(shown).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
