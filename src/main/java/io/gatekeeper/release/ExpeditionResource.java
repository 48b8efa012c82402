package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The lane for what cannot wait: a platform asks, two officers grant, the test follows. */
@Path("/v1/release-requests/{id}/expedition")
@Produces(MediaType.APPLICATION_JSON)
class ExpeditionResource {

    private final AskForExpedition asking;
    private final DecideExpedition deciding;
    private final Expeditions expeditions;
    private final ReadReleases releases;
    private final Caller caller;

    ExpeditionResource(
            AskForExpedition asking,
            DecideExpedition deciding,
            Expeditions expeditions,
            ReadReleases releases,
            Caller caller) {
        this.asking = asking;
        this.deciding = deciding;
        this.expeditions = expeditions;
        this.releases = releases;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.PLATFORM)
    public Response ask(@PathParam("id") UUID id, @NotNull @Valid AskForExpedition.Wish body) {
        Scope scope = Scope.platform(caller.organisation());
        ExpeditionView asked = asking.ask(id, releases.publisherOf(id, scope), body, caller.subject());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/release-requests/" + id + "/expedition")
                .entity(asked)
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.REGULATOR, Role.Names.AUDITOR})
    public Response read(@PathParam("id") UUID id) {
        releases.publisherOf(id, Scope.of(caller));
        ExpeditionView expedition = expeditions
                .of(id)
                .map(row -> ExpeditionView.of(row, Scope.of(caller).equals(Scope.ANY)))
                .orElseThrow(() -> ProblemException.notFound("expedition"));
        return Response.ok(expedition)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @POST
    @Path("grant")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response grant(@PathParam("id") UUID id, @NotNull @Valid DecideExpedition.Why body) {
        ExpeditionView view = deciding.grant(id, releases.publisherOf(id, Scope.ANY), body.reason(), caller.subject());
        return Response.status(view.state() == ExpeditionState.GRANTED ? Response.Status.OK : Response.Status.ACCEPTED)
                .entity(view)
                .build();
    }

    @POST
    @Path("refusal")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public ExpeditionView refuse(@PathParam("id") UUID id, @NotNull @Valid DecideExpedition.Why body) {
        return deciding.refuse(id, releases.publisherOf(id, Scope.ANY), body.reason(), caller.subject());
    }
}
