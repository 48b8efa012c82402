package io.gatekeeper.technicaltest;

import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import io.gatekeeper.technicaltest.plan.PlanResult;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The plan of a technical test: what is to be checked, and what it came to. */
@Path("/v1/technical-tests/{id}/plan")
@Produces(MediaType.APPLICATION_JSON)
class PlanResource {

    /** What one item came to; the path says which. */
    record ItemResult(
            @NotNull PlanResult result,
            @Size(max = 10_000) String note,
            @Size(max = 20) List<RecordFinding.@NotNull @Valid NewEvidence> evidence) {}

    private final Caller caller;
    private final FollowPlan plans;

    PlanResource(Caller caller, FollowPlan plans) {
        this.caller = caller;
        this.plans = plans;
    }

    @GET
    @RolesAllowed({Role.Names.LABORATORY, Role.Names.REGULATOR, Role.Names.AUDITOR, Role.Names.PUBLISHER})
    public Response read(@PathParam("id") String id, @QueryParam("purpose") String purpose) {
        return answer(plans.read(TestId.parse(id), Viewer.of(caller), Purpose.of(purpose)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.LABORATORY)
    public Response record(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid NewPlanResults body) {
        return answer(plans.record(TestId.parse(id), body, Actor.of(caller), ifMatch));
    }

    @PUT
    @Path("/{item}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.LABORATORY)
    public Response recordOne(
            @PathParam("id") String id,
            @PathParam("item") String item,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid ItemResult body) {
        return answer(plans.recordOne(
                TestId.parse(id),
                new NewPlanResults.NewItemResult(item, body.result(), body.note(), body.evidence()),
                Actor.of(caller),
                ifMatch));
    }

    private static Response answer(PlanView plan) {
        return Response.ok(plan).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
