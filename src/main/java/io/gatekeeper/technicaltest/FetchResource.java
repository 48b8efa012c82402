package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** How it goes with the file of a case that the gate fetches from where a platform says it is. */
@Path("/v1/technical-tests/{id}/fetch")
@Produces(MediaType.APPLICATION_JSON)
class FetchResource {

    private final Caller caller;
    private final ReadFetch fetches;

    FetchResource(Caller caller, ReadFetch fetches) {
        this.caller = caller;
        this.fetches = fetches;
    }

    @GET
    @RolesAllowed({
        Role.Names.PLATFORM,
        Role.Names.PUBLISHER,
        Role.Names.LABORATORY,
        Role.Names.REGULATOR,
        Role.Names.AUDITOR
    })
    public Response read(@PathParam("id") String id) {
        ReadFetch.FetchView fetch = caller.is(Role.PLATFORM)
                ? fetches.seenByPlatform(caller.organisation(), TestId.parse(id))
                : fetches.seenBy(Viewer.of(caller), TestId.parse(id));
        return Response.ok(fetch).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
