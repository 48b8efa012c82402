package io.gatekeeper.technicaltest;

import io.gatekeeper.http.Page;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The laboratories' edge: technical tests as a list, one by one, and what may be done to them. */
@Path("/v1/technical-tests")
@Produces(MediaType.APPLICATION_JSON)
class TechnicalTestResource {

    private final Caller caller;
    private final ReadTests reads;

    TechnicalTestResource(Caller caller, ReadTests reads) {
        this.caller = caller;
        this.reads = reads;
    }

    @GET
    @RolesAllowed({Role.Names.LABORATORY, Role.Names.REGULATOR, Role.Names.AUDITOR, Role.Names.PUBLISHER})
    public Response list(
            @QueryParam("state") String state,
            @QueryParam("overdue") String overdue,
            @QueryParam("stuck") String stuck,
            @QueryParam("assignee") String assignee,
            @QueryParam("dueBefore") String dueBefore,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        TestFilter filter = TestFilter.of(state, overdue, stuck, assignee, dueBefore, limit, cursor);
        Page<TestView> page = reads.page(filter, Viewer.of(caller));
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.Names.LABORATORY, Role.Names.REGULATOR, Role.Names.AUDITOR, Role.Names.PUBLISHER})
    public Response one(
            @PathParam("id") String id,
            @QueryParam("purpose") String purpose,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        TestViews.Tagged test = reads.one(TestId.parse(id), Viewer.of(caller), Purpose.of(purpose), ifNoneMatch);
        return TestAnswers.of(test, test.view() == null ? Response.Status.NOT_MODIFIED : Response.Status.OK);
    }
}
