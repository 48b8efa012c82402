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

/** The laboratory's questions to the publisher, and the publisher's answers. */
@Path("/v1/technical-tests")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class InformationRequestResource {

    private final Caller caller;
    private final AskPublisher questions;
    private final AnswerQuestion answers;

    InformationRequestResource(Caller caller, AskPublisher questions, AnswerQuestion answers) {
        this.caller = caller;
        this.questions = questions;
        this.answers = answers;
    }

    @POST
    @Path("/{id}/information-requests")
    @RolesAllowed(Role.Names.LABORATORY)
    public Response ask(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid AskPublisher.Question body) {
        return TestAnswers.of(
                questions.ask(TestId.parse(id), body, Actor.of(caller), ifMatch), Response.Status.CREATED);
    }

    @POST
    @Path("/{id}/information-requests/{n}/answer")
    @RolesAllowed(Role.Names.PUBLISHER)
    public Response answer(
            @PathParam("id") String id,
            @PathParam("n") String n,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid AnswerQuestion.Answer body) {
        return TestAnswers.of(
                answers.answer(TestId.parse(id), number(n), body, Actor.of(caller), ifMatch), Response.Status.OK);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("information request");
        }
    }
}
