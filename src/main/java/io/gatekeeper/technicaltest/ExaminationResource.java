package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What a laboratory does to the case it holds. */
@Path("/v1/technical-tests")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.LABORATORY)
class ExaminationResource {

    private final Caller caller;
    private final ClaimTest claims;
    private final RecordFinding findings;
    private final DismissFinding dismissals;
    private final ConcludeTest verdicts;

    ExaminationResource(
            Caller caller, ClaimTest claims, RecordFinding findings, DismissFinding dismissals, ConcludeTest verdicts) {
        this.dismissals = dismissals;
        this.caller = caller;
        this.claims = claims;
        this.findings = findings;
        this.verdicts = verdicts;
    }

    @POST
    @Path("/{id}/claim")
    public Response claim(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return TestAnswers.of(claims.claim(TestId.parse(id), Actor.of(caller), ifMatch), Response.Status.OK);
    }

    @POST
    @Path("/{id}/findings")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response find(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid RecordFinding.NewFinding body) {
        return TestAnswers.of(
                findings.record(TestId.parse(id), body, Actor.of(caller), ifMatch), Response.Status.CREATED);
    }

    @POST
    @Path("/{id}/findings/{n}/dismissal")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response dismiss(
            @PathParam("id") String id,
            @PathParam("n") String n,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid DismissFinding.Dismissal body) {
        return TestAnswers.of(
                dismissals.dismiss(TestId.parse(id), number(n), body, Actor.of(caller), ifMatch), Response.Status.OK);
    }

    @POST
    @Path("/{id}/verdict")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response conclude(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid ConcludeTest.Verdict body) {
        return TestAnswers.of(verdicts.conclude(TestId.parse(id), body, Actor.of(caller), ifMatch), Response.Status.OK);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("finding");
        }
    }
}
